import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PipelineEvent } from '../engine.js';
import { journaled } from '../journal.js';
import type { JournalLine } from '../journal-line.js';
import { localEngine } from '../local-engine.js';
import { readPipeline } from '../pipeline-file.js';
import { planJobs } from '../plan-jobs.js';
import { planFolder } from '../plan-record.js';
import { ResultStore } from '../result-store.js';
import type { PipelineStatus } from './pipeline-status.js';
import { WatchedWork } from './watched-work.js';

const TOOL = join(import.meta.dirname, '..', 'testing', 'tool.mjs');
/** No system gives this number to a process: it is above the greatest that Linux allows. */
const DEAD_PID = 2 ** 22 + 1;

let root = '';
let file = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  file = join(root, 'day.yaml');
  process.env.TOOL_RUNS = join(root, 'runs.txt');
});
afterEach(async () => {
  delete process.env.TOOL_RUNS;
  await rm(root, { recursive: true, force: true });
});

const work = (): string => join(root, 'work');
const plan = (vars = {}) => ({ file, vars, argv: ['run', file] });

/** Begins a pipeline; the caller decides how far it goes. */
async function begin(yaml: string, vars = {}): Promise<AsyncGenerator<PipelineEvent, void>> {
  await writeFile(file, `pipeline: 1\n${yaml}`);
  const jobs = await planJobs(await readPipeline(file, vars), () => '1');
  const store = new ResultStore(work());
  const events = localEngine.run(jobs, { store, program: [process.execPath, TOOL], folder: root });
  return journaled(events, { store, jobs, plan: plan(vars) });
}

async function runAll(yaml: string, vars = {}): Promise<void> {
  for await (const _ of await begin(yaml, vars)) {
    // to the end
  }
}

async function look(watched = new WatchedWork(work())): Promise<PipelineStatus> {
  const [status] = await watched.poll(Date.now());
  if (status === undefined) throw new Error('no pipeline is seen');
  return status;
}

const states = ({ jobs }: PipelineStatus): { [id: string]: string } =>
  Object.fromEntries(jobs.map(({ id, state }) => [id, state]));

async function journals(): Promise<string[]> {
  const folder = planFolder(work(), plan());
  return (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).map((name) => join(folder, name));
}

const MATRIX = `steps: { s: { command: write, flags: { text: "\${matrix.i}", wait: 200 }, matrix: { i: [1, 2, 3] } } }`;

describe('WatchedWork', () => {
  test('sees a pipeline from its plan to its end: what runs since when, how far it is, what is left', async () => {
    const watched = new WatchedWork(work());
    const startedMs = Date.now();
    const seen: PipelineStatus[] = [];
    for await (const event of await begin(MATRIX)) {
      if (event.type === 'job-start' || event.type === 'job-end') seen.push(await look(watched));
    }

    // start, end, start, end ...: one at a time
    expect(seen.map((status) => Object.values(states(status)).join(' '))).toEqual([
      'running waiting waiting',
      'done waiting waiting',
      'done running waiting',
      'done done waiting',
      'done done running',
      'done done done',
    ]);
    const [first, , third] = seen;
    expect(first).toMatchObject({ name: 'day', file, state: 'running', vars: [], argv: ['run', file] });
    expect(first?.workers).toEqual([{ pid: process.pid, host: expect.any(String), isHere: true }]);
    expect(first?.jobs[0]?.startedMs).toBeGreaterThanOrEqual(startedMs);
    // nothing to judge by before the first is done; then its time, for one at work and one that waits
    expect(first?.etaS).toBeUndefined();
    const seconds = third?.jobs[0]?.seconds ?? 0;
    expect(third?.etaS).toBeGreaterThan(seconds);
    expect(third?.etaS).toBeLessThanOrEqual(2 * seconds);
    expect(await look(watched)).toMatchObject({ state: 'done', workers: [], etaS: undefined });
  });

  test('tells how far a job is by the events of its command, and leaves none behind', async () => {
    const watched = new WatchedWork(work());
    const seen: unknown[] = [];
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        const [status] = await watched.poll(Date.now());
        const progress = status?.jobs[0]?.progress;
        if (progress !== undefined) seen.push(progress);
        await new Promise((done) => setTimeout(done, 20));
      }
    })();
    await runAll('steps: { t: { command: train, flags: { steps: 60 } } }');
    isOver = true;
    await watching;

    expect(seen).toContainEqual({ stage: 'step', done: expect.any(Number), total: 60, etaS: expect.any(Number) });
    const { jobs } = await look(watched);
    expect(jobs[0]).toMatchObject({ state: 'done', progress: undefined });
    expect((await readdir(join(jobs[0]?.log ?? '', '..'))).sort()).toEqual(['log.txt', 'output', 'result.json']);
  });

  test('says what failed and why, and what is blocked by it', async () => {
    await runAll('steps: { broken: { command: fail }, after: { command: join, args: ["${steps.broken}"] } }');

    const status = await look();
    expect(status.state).toBe('failed');
    expect(status.jobs).toMatchObject([
      { id: 'broken', state: 'failed', message: 'it cannot be done' },
      { id: 'after', state: 'blocked', message: 'broken was not made', log: undefined },
    ]);
    expect(await readFile(status.jobs[0]?.log ?? '', 'utf8')).toContain('it cannot be done');
  });

  test('takes a job of a killed process for interrupted, and a torn line for none', async () => {
    await runAll(MATRIX);
    const [journal = ''] = await journals();
    const lines = (await readFile(journal, 'utf8')).split('\n');
    const killed = JSON.parse(lines[0] ?? '') as JournalLine;
    await writeFile(journal, [JSON.stringify({ ...killed, pid: DEAD_PID }), ...lines.slice(1, 4)].join('\n'));
    await appendFile(journal, '\n{"type":"job","job":"s[i=2]","sta');
    const { jobs } = await look();
    const keys = await readdir(join(work(), 'results'));
    for (const key of keys) if (!(jobs[0]?.log ?? '').includes(key)) await rm(join(work(), 'results', key), { recursive: true });

    // begin, s[i=1] began, was done, s[i=2] began
    const status = await look();
    expect([status.state, ...Object.values(states(status))]).toEqual(['stopped', 'done', 'interrupted', 'waiting']);
  });

  test('forgets journals of processes that have ended when it is run again, and keeps those of others at work', async () => {
    await runAll(MATRIX);
    const [old = ''] = await journals();
    const other = await begin(MATRIX);
    await other.next();
    await runAll(MATRIX);

    const left = await journals();
    expect(left).not.toContain(old);
    expect(left).toHaveLength(2);
    expect((await look()).workers).toHaveLength(1);
    await other.return();
  });

  test('takes other variables for another pipeline', async () => {
    const yaml = 'vars: { who: you }\nsteps: { s: { command: write, flags: { text: "${vars.who}" } } }';
    await runAll(yaml);
    await runAll(yaml, { who: 'me' });

    const both = await new WatchedWork(work()).poll(Date.now());
    expect(both.map(({ vars }) => vars.join()).sort()).toEqual(['', 'who=me']);
  });

  test('does not take a result for done that was made with other settings', async () => {
    await runAll(MATRIX);
    const changed = await begin(MATRIX.replace('wait: 200', 'wait: 201'));
    await changed.next();

    expect(Object.values(states(await look()))).toEqual(['waiting', 'waiting', 'waiting']);
    await changed.return();
  });

  test('is empty where nothing was run', async () => {
    expect(await new WatchedWork(work()).poll(0)).toEqual([]);
  });
});
