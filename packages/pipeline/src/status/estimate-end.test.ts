import { describe, expect, test } from '@jest/globals';
import { estimateEnd } from './estimate-end.js';
import type { JobStatus } from './pipeline-status.js';

const NOW = 100_000;

function job(change: Partial<JobStatus> & { step: string }): JobStatus & { readonly step: string } {
  const blank = { startedMs: undefined, seconds: undefined, message: undefined, log: undefined, progress: undefined };
  return { id: change.step, state: 'waiting', ...blank, ...change };
}

const progress = (etaS: number | undefined) => ({ stage: 'step', done: 1, total: 2, etaS });

describe('estimateEnd', () => {
  test('shares what is left among the slots, but waits for the longest', () => {
    const jobs = [
      job({ step: 'a', state: 'done' }),
      job({ step: 'a', state: 'running', startedMs: NOW - 4000 }),
      job({ step: 'a' }),
    ];
    const secondsOf = new Map([['a', 10]]);

    // 6 s of the one at work, 10 s of the one that waits
    expect(estimateEnd({ jobs, secondsOf, slots: 1, nowMs: NOW })).toBe(16);
    // side by side, the longer decides: 10 s is more than 16 / 2
    expect(estimateEnd({ jobs, secondsOf, slots: 2, nowMs: NOW })).toBe(10);
  });

  test('believes a job before the mean of its step', () => {
    const jobs = [job({ step: 'a', state: 'running', startedMs: NOW - 4000, progress: progress(30) })];

    expect(estimateEnd({ jobs, secondsOf: new Map([['a', 10]]), slots: 1, nowMs: NOW })).toBe(30);
  });

  test('says nothing where a job that is left has nothing to judge by', () => {
    const jobs = [job({ step: 'a', state: 'running', startedMs: NOW, progress: progress(30) }), job({ step: 'b' })];

    expect(estimateEnd({ jobs, secondsOf: new Map(), slots: 1, nowMs: NOW })).toBeUndefined();
    expect(
      estimateEnd({
        jobs: [job({ step: 'a', state: 'running', progress: progress(undefined) })],
        secondsOf: new Map(),
        slots: 1,
        nowMs: NOW,
      }),
    ).toBeUndefined();
  });
});
