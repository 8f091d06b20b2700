import type { PlannedJob } from './engine.js';
import type { Job } from './plan-jobs.js';
import type { ResultStore } from './result-store.js';

/** Which jobs have to run, and why; looks only. */
export async function explainPlan(jobs: readonly Job[], store: ResultStore): Promise<PlannedJob[]> {
  const finished = await store.finished();
  return Promise.all(
    jobs.map(async (job) => {
      if (finished.has(job.key)) return { job: job.id, isCached: true, reason: 'nothing changed' };
      return { job: job.id, isCached: false, reason: reasonOf(job, await store.lastParts(job.id)) };
    }),
  );
}

function reasonOf({ parts }: Job, old: { readonly [part: string]: string } | undefined): string {
  if (old === undefined) return 'new';
  const names = [...new Set([...Object.keys(old), ...Object.keys(parts)])];
  const changed = names.filter((name) => old[name] !== parts[name]);
  if (changed.length === 0) return 'not finished';
  return changed.map((name) => describe(name, old[name], parts[name])).join('; ');
}

function describe(name: string, old: string | undefined, now: string | undefined): string {
  if (now !== undefined && /\boutput [0-9a-f]{32}/.test(now)) return 'a step before it changed';
  if (now !== undefined && /\binput [0-9a-f]{64}/.test(now)) return 'an input changed';
  if (name.startsWith('word')) return old === undefined ? `${now} is new` : `${old} -> ${now ?? 'nothing'}`;
  return `${name}: ${old ?? 'nothing'} -> ${now ?? 'nothing'}`;
}
