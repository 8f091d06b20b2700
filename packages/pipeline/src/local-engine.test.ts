import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EngineOptions, JobState, PipelineEvent } from './engine.js';
import { localEngine } from './local-engine.js';
import { readPipeline } from './pipeline-file.js';
import { planJobs } from './plan-jobs.js';
import { ResultStore } from './result-store.js';

const TOOL = join(import.meta.dirname, 'testing', 'tool.mjs');

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  process.env.TOOL_RUNS = join(root, 'runs.txt');
});
afterEach(async () => {
  delete process.env.TOOL_RUNS;
  await rm(root, { recursive: true, force: true });
});

/** Runs a pipeline; gives the events, and the state of each job. */
async function run(
  yaml: string,
  options: Partial<EngineOptions> & { onEvent?: (event: PipelineEvent) => void } = {},
  version = '1',
) {
  const path = join(root, 'p.yaml');
  await writeFile(path, `pipeline: 1\n${yaml}`);
  const pipeline = await readPipeline(path);
  const jobs = await planJobs(pipeline, () => version);
  const store = new ResultStore(join(root, 'work'));
  const events: PipelineEvent[] = [];
  for await (const event of localEngine.run(jobs, { store, program: [process.execPath, TOOL], folder: root, ...options })) {
    events.push(event);
    options.onEvent?.(event);
  }
  const states: { [job: string]: JobState } = {};
  for (const event of events) if (event.type === 'job-end') states[event.job] = event.state;
  const outputOf = (id: string): string => {
    const job = jobs.find((candidate) => candidate.id === id);
    return join(store.resultFolder(job?.key ?? ''), job?.out ?? '');
  };
  return { events, states, read: (id: string) => readFile(outputOf(id), 'utf8') };
}

const runs = async (): Promise<string[]> => {
  const text = await readFile(join(root, 'runs.txt'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
};

const CHAIN = `
inputs: { seed: seed.txt }
steps:
  one: { command: write, flags: { text: a } }
  two: { command: write, flags: { text: b } }
  both: { command: join, args: ["\${steps.one}", "\${steps.two}", "\${inputs.seed}"] }
`;

describe('localEngine', () => {
  beforeEach(() => writeFile(join(root, 'seed.txt'), 's'));

  test('runs each step after those that it refers to', async () => {
    const { states, read } = await run(CHAIN);

    expect(states).toEqual({ one: 'done', two: 'done', both: 'done' });
    expect(await read('both')).toBe('a+b+s');
  });

  test('runs nothing again that has not changed, and all that follows from a change', async () => {
    await run(CHAIN);
    const again = await run(CHAIN);
    const changed = await run(CHAIN.replace('text: b', 'text: c'));

    expect(again.states).toEqual({ one: 'cached', two: 'cached', both: 'cached' });
    expect(changed.states).toEqual({ one: 'cached', two: 'done', both: 'done' });
    expect(changed.events[0]).toMatchObject({
      jobs: [
        { job: 'one', isCached: true, reason: 'nothing changed' },
        { job: 'two', isCached: false, reason: '--text=b -> --text=c' },
        { job: 'both', isCached: false, reason: 'a step before it changed' },
      ],
    });
    expect(await runs()).toEqual(['write a', 'write b', 'join 3', 'write c', 'join 3']);
  });

  test('notices a changed input and a new version of the code', async () => {
    await run(CHAIN);
    await writeFile(join(root, 'seed.txt'), 't');

    expect((await run(CHAIN)).states).toEqual({ one: 'cached', two: 'cached', both: 'done' });
    expect((await run(CHAIN, {}, '2')).states).toEqual({ one: 'done', two: 'done', both: 'done' });
  });

  test('makes a matrix, matches it between steps, and gathers it where all are wanted', async () => {
    const { states, read } = await run(`
steps:
  part: { command: write, flags: { text: "\${matrix.a}\${matrix.b}" }, matrix: { a: [1, 2], b: [x, y] } }
  row: { command: join, args: ["\${steps.part}"], matrix: { a: [1, 2] } }
  all: { command: join, args: ["\${steps.row}"], save: "all.txt" }
`);

    expect(Object.keys(states)).toHaveLength(7);
    expect(await read('row[a=2]')).toBe('2x+2y');
    expect(await readFile(join(root, 'all.txt'), 'utf8')).toBe('1x+1y+2x+2y');
  });

  test('decides conditions by results, and skips what follows', async () => {
    const { states } = await run(`
steps:
  judge: { command: write, flags: { text: t, score: 0.4 } }
  good: { command: write, flags: { text: g }, when: steps.judge.result.score > 0.5 }
  after: { command: join, args: ["\${steps.good}"] }
  bad: { command: write, flags: { text: b }, when: not steps.judge.result.score > 0.5 }
`);

    expect(states).toEqual({ judge: 'done', good: 'skipped', after: 'skipped', bad: 'done' });
  });

  test('makes a range of a matrix, with leading zeros', async () => {
    const { states } = await run(`
vars: { seeds: 08-11 }
steps: { s: { command: write, flags: { text: x }, matrix: { seed: "\${vars.seeds}" } } }
`);

    expect(Object.keys(states)).toEqual(['s[seed=08]', 's[seed=09]', 's[seed=10]', 's[seed=11]']);
  });

  test('takes variables from the caller', async () => {
    const yaml = 'vars: { who: you }\nsteps: { s: { command: write, flags: { text: "hello ${vars.who}" } } }';

    expect(await (await run(yaml)).read('s')).toBe('hello you');
    const path = join(root, 'p.yaml');
    const [job] = await planJobs(await readPipeline(path, { who: 'me' }), () => '1');
    expect(job?.argv(() => '')).toEqual(['write', '--text=hello me']);
    await expect(readPipeline(path, { whom: 'x' })).rejects.toMatchObject({ code: 'E-CONFIG-309', hints: ['it has who'] });
  });

  test('goes on with what does not depend on a failure, and says what failed', async () => {
    const { states, events } = await run(`
steps:
  broken: { command: fail, retries: 1 }
  after: { command: join, args: ["\${steps.broken}"] }
  other: { command: write, flags: { text: o } }
  busy: { command: later }
`);

    expect(states).toEqual({ broken: 'failed', after: 'blocked', other: 'done', busy: 'later' });
    expect(events.find((event) => event.type === 'job-end' && event.job === 'broken')).toMatchObject({
      message: 'it cannot be done',
    });
    expect((await runs()).filter((line) => line === 'fail')).toHaveLength(2);
  });

  test('runs several jobs at a time when told so', async () => {
    const yaml = `steps: { s: { command: write, flags: { text: "\${matrix.i}", wait: 300 }, matrix: { i: [1, 2, 3] } } }`;
    const { events } = await run(yaml, { slots: 3 });

    const kinds = events.map(({ type }) => type).filter((type) => type.startsWith('job'));
    expect(kinds).toEqual(['job-start', 'job-start', 'job-start', 'job-end', 'job-end', 'job-end']);
  });

  test('stops its jobs when it is told to stop, and leaves the others for the next time', async () => {
    const stop = new AbortController();
    const yaml = `steps: { s: { command: write, flags: { text: "\${matrix.i}", wait: 5000 }, matrix: { i: [1, 2] } } }`;
    const onEvent = ({ type }: PipelineEvent): void => {
      if (type === 'job-start') stop.abort();
    };

    expect((await run(yaml, { signal: stop.signal, onEvent })).states).toEqual({
      's[i=1]': 'interrupted',
      's[i=2]': 'interrupted',
    });
    expect(await runs()).toEqual([]);
  });

  test('goes on with a training that was killed', async () => {
    const yaml = 'steps: { t: { command: train, flags: { steps: 60 } } }';
    const resume: EngineOptions['resume'] = async (argv, output) =>
      existsSync(join(output, 'run.json')) ? ['train', `--resume=${output}`, ...argv.slice(1)] : undefined;
    setTimeout(() => spawnSync('pkill', ['-9', '-f', `out=${join(root, 'work')}`]), 500);
    const first = await run(yaml, { resume });
    const second = await run(yaml, { resume });

    expect([first.states.t, second.states.t]).toEqual(['failed', 'done']);
    // no step twice, none left out
    expect((await runs()).sort()).toEqual(Array.from({ length: 60 }, (_, i) => `step ${i + 1}`).sort());
  });
});
