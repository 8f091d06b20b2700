import type { Job } from './plan-jobs.js';
import type { ResultStore } from './result-store.js';

/** `later`: asked to go on another time. `blocked`: a job before it did not finish. `skipped`: its condition did not hold. */
export type JobState = 'cached' | 'done' | 'failed' | 'later' | 'skipped' | 'blocked' | 'interrupted';

/** Events of a pipeline: one `plan`, then starts and ends, then `pipeline-end`. */
export type PipelineEvent =
  | { readonly type: 'plan'; readonly jobs: readonly PlannedJob[] }
  | { readonly type: 'job-start'; readonly job: string; readonly argv: readonly string[] }
  | {
      readonly type: 'job-end';
      readonly job: string;
      readonly state: JobState;
      readonly seconds: number;
      /** Absolute path of the output, where there is one. */
      readonly output?: string;
      /** Why it failed, was skipped or is blocked. */
      readonly message?: string;
      readonly log?: string;
    }
  | { readonly type: 'pipeline-end'; readonly counts: { readonly [state in JobState]: number } };

/** A job, whether it has to run, and why. */
export interface PlannedJob {
  readonly job: string;
  readonly isCached: boolean;
  readonly reason: string;
}

/** How jobs are run. */
export interface EngineOptions {
  readonly store: ResultStore;
  /** Program and words before a command: node and the entry of the tool. */
  readonly program: readonly string[];
  /** Relative paths in commands are relative to it. */
  readonly folder: string;
  /** Jobs at a time; default 1. */
  readonly slots?: number;
  /** Which part of a batch this process prefers, `index` from 0; it helps with the others when that is done. */
  readonly shard?: { readonly index: number; readonly count: number } | undefined;
  /** The words to go on with, of a command that left work behind; undefined to begin again. */
  readonly resume?: (argv: readonly string[], output: string) => Promise<readonly string[] | undefined>;
  /** Facts about an output that conditions can look at, besides the command's own result. */
  readonly factsOf?: (output: string) => Promise<object>;
  readonly signal?: AbortSignal | undefined;
}

/** Runs planned jobs. One process is enough for `local`; a distributed engine takes the same jobs. */
export interface Engine {
  run(jobs: readonly Job[], options: EngineOptions): AsyncGenerator<PipelineEvent, void>;
}
