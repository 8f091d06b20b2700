import type { JobStatus } from './pipeline-status.js';

/** What an estimate is made from. */
export interface EstimateOptions {
  readonly jobs: readonly (JobStatus & { readonly step: string })[];
  /** By step: the mean time of its jobs that are done, in seconds. */
  readonly secondsOf: ReadonlyMap<string, number>;
  /** Jobs that may run at a time. */
  readonly slots: number;
  readonly nowMs: number;
}

/**
 * Seconds until the last job is done: what is left of those at work by their own words, else by the mean of their step, and the mean
 * for those that wait, shared among the slots. Undefined where a job that is left has neither: no guess is better than a bad one.
 */
export function estimateEnd({ jobs, secondsOf, slots, nowMs }: EstimateOptions): number | undefined {
  let longest = 0;
  let sum = 0;
  for (const job of jobs) {
    if (job.state !== 'running' && job.state !== 'waiting') continue;
    const usual = secondsOf.get(job.step);
    const used = job.startedMs === undefined ? 0 : (nowMs - job.startedMs) / 1000;
    const left = job.progress?.etaS ?? (usual === undefined ? undefined : Math.max(0, usual - used));
    if (left === undefined) return undefined;
    sum += left;
    longest = Math.max(longest, left);
  }
  return Math.max(longest, sum / Math.max(1, slots));
}
