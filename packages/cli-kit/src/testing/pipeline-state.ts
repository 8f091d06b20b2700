import type { JobState, PipelineState } from '../pipeline/pipeline-state.js';

/** 14:15:00 on 23 November 2026, UTC. */
export const NOW_MS = Date.UTC(2026, 10, 23, 14, 15, 0);

/** A job that waits; `change` says what is different. */
export function jobState(change: Partial<JobState> & { readonly id: string }): JobState {
  const blank = { startedMs: undefined, seconds: undefined, message: undefined, log: undefined, progress: undefined };
  return { state: 'waiting', ...blank, ...change };
}

/** A pipeline of five jobs: one done, two at work, one failed, one that waits; `change` says what is different. */
export function pipelineState(change: Partial<PipelineState> = {}): PipelineState {
  const name = change.name ?? 'medallions';
  return {
    path: `/home/me/.aigc/pipelines/${name}-1`,
    name,
    file: `/home/me/${name}.yaml`,
    vars: [],
    argv: ['run', `/home/me/${name}.yaml`],
    state: 'running',
    startedMs: NOW_MS - 600_000,
    lastMs: NOW_MS,
    jobs: [
      jobState({ id: 'model', state: 'done', seconds: 300, log: '/home/me/.aigc/results/a/log.txt' }),
      jobState({
        id: 'words',
        state: 'running',
        startedMs: NOW_MS - 65_000,
        log: '/home/me/.aigc/active/b/log.txt',
        progress: { stage: 'step', done: 1000, total: 4000, etaS: 195 },
      }),
      jobState({ id: 'draw', state: 'running', startedMs: NOW_MS - 2000 }),
      jobState({ id: 'icons', state: 'failed', seconds: 3, message: 'no pictures', log: '/home/me/.aigc/active/c/log.txt' }),
      jobState({ id: 'names' }),
    ],
    workers: [{ pid: 4711, host: 'here', isHere: true }],
    etaS: 400,
    ...change,
  };
}
