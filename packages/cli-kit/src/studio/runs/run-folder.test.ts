import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { processStart, writeRunFiles } from '@aigc/core';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startJob } from '../run-programs.js';
import { type Clocks, RunFolder } from './run-folder.js';
import type { RunState } from './run-state.js';

let root = '';
let clock: { timeMs: number } & Clocks;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  clock = { timeMs: 0, now: () => clock.timeMs, today: () => new Date(Date.UTC(2026, 10, 23) + clock.timeMs) };
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function makeRun(name: string, config: object = { imageSize: 32, scheduleSteps: 100 }): Promise<string> {
  const path = join(root, name);
  await mkdir(join(path, 'samples'), { recursive: true });
  const environment = { node: 'v20', platform: 'linux', device: 'cpu' };
  const habits = { validateEvery: 1, onDivergence: 'stop', freeze: [] } as const;
  const info = {
    run: 1,
    family: 'gan',
    model: 'dcgan',
    seed: 0,
    createdAt: '2026-11-23',
    aigcVersion: '0',
    environment,
    habits,
  } as const;
  const data = { data: 1, kind: 'images', hash: 'x', reading: {}, files: [], skipped: [], path: '', settings: {} } as const;
  await writeRunFiles(path, { info, config, data });
  return path;
}

/** A lock as a training of this very process would hold it. */
async function lock(run: string): Promise<void> {
  const holder = { pid: process.pid, host: hostname(), since: '', processStart: await processStart(process.pid) };
  await writeFile(join(run, '.lock-0123456789abcdef.json'), JSON.stringify(holder));
}

const measure = (run: string, step: number): Promise<void> =>
  appendFile(join(run, 'metrics.jsonl'), `${JSON.stringify({ step, gradientNorm: 1, loss: 1 / step, itemsPerSecond: 80 })}\n`);

describe('RunFolder', () => {
  test('a folder that does not exist has no runs; those that appear are found', async () => {
    const folder = await RunFolder.open(join(root, 'runs'), clock);
    expect(await folder.poll()).toEqual([]);
    await makeRun('runs/icons');
    expect((await folder.poll()).map(({ name, status }) => [name, status])).toEqual([['icons', 'stopped']]);
  });

  test('follows a training: step, losses first, time to go, newest sample, end', async () => {
    const run = await makeRun('icons');
    const folder = await RunFolder.open(root, clock);
    await lock(run);
    await measure(run, 10);
    const [begun] = await folder.poll();
    expect(begun).toMatchObject({ status: 'training', step: 10, totalSteps: 100, etaS: undefined, imageSize: 32 });

    clock.timeMs = 4000;
    await measure(run, 30);
    await writeFile(join(run, 'samples', 'step-000030.png'), '');
    const [later] = await folder.poll();

    // 20 steps in 4 s: 70 more in 14 s
    expect(later).toMatchObject({ step: 30, etaS: 14, itemsPerSecond: 80, writer: { pid: process.pid, isHere: true } });
    expect(later?.metrics.map(({ name }) => name)).toEqual(['loss', 'gradientNorm']);
    expect(later?.samples.map(({ step, kind }) => [step, kind])).toEqual([[30, 'image']]);

    folder.noteStop(run);
    expect((await folder.poll())[0]?.status).toBe('stopping');
    await rm(join(run, '.lock-0123456789abcdef.json'));
    await writeFile(join(run, 'verdict.json'), JSON.stringify({ level: 'good', summary: 'fine', findings: [] }));
    const [ended] = await folder.poll();
    expect(ended).toMatchObject({ status: 'ended', verdict: { level: 'good' }, etaS: undefined, writer: undefined });
  });

  test('tells no end where a run has gone beyond what it was planned for', async () => {
    const run = await makeRun('icons');
    await measure(run, 101);
    const [state] = await (await RunFolder.open(root, clock)).poll();
    expect(state?.totalSteps).toBeUndefined();
  });

  test('puts those at work first; watches one run alone', async () => {
    const names = async (folder: RunFolder): Promise<string[]> => (await folder.poll()).map(({ name }) => name);
    await makeRun('a');
    await lock(await makeRun('b'));

    expect(await names(await RunFolder.open(root, clock))).toEqual(['b', 'a']);
    expect(await names(await RunFolder.open(join(root, 'a'), clock))).toEqual(['a']);
  });

  test('shows a damaged run, and one that was deleted no more', async () => {
    await makeRun('whole');
    await mkdir(join(root, 'broken'));
    await writeFile(join(root, 'broken', 'run.json'), '{');
    const folder = await RunFolder.open(root, clock);
    const broken = (await folder.poll()).find(({ name }) => name === 'broken');
    expect([broken?.status, broken?.note]).toEqual(['failed', expect.stringContaining('damaged')]);

    await rm(join(root, 'whole'), { recursive: true });

    expect((await folder.poll()).map(({ name }) => name)).toEqual(['broken']);
  });
});

describe('a training that the studio starts', () => {
  const start = (script: string) =>
    startJob({ words: [process.execPath, '-e', script, '--'], cwd: root, env: process.env }, root, {
      run: join(root, 'new'),
      argv: ['train', 'gan', '--steps=7'],
      startedAt: clock.today(),
      steps: 7,
      budgetS: undefined,
    });

  async function stateOf(folder: RunFolder): Promise<RunState | undefined> {
    return (await folder.poll()).find(({ name }) => name === 'new');
  }

  test('is there before its run is, and gives it the planned end', async () => {
    const folder = await RunFolder.open(root, clock);
    const job = await start('console.log("reading 1/4"); process.stdin.resume(); setInterval(() => {}, 1000)');
    while ((await stateOf(folder))?.note === undefined) await new Promise((done) => setTimeout(done, 20));

    expect(await stateOf(folder)).toMatchObject({
      status: 'starting',
      family: 'gan',
      note: 'reading 1/4',
      writer: { pid: job.pid },
    });
    await makeRun('new');
    expect(await stateOf(folder)).toMatchObject({ status: 'starting', totalSteps: 7, log: job.log });
    process.kill(job.pid, 'SIGKILL');
    expect(await job.ended).toBeNull();
    expect((await stateOf(folder))?.status).toBe('stopped');
  });

  test('says why it failed; a later studio does not bring that up again', async () => {
    const folder = await RunFolder.open(root, clock);
    await folder.poll();
    const job = await start('console.error("error[E-DATA-001]: no pictures\\nhelp: look elsewhere"); process.exit(10)');
    expect(await job.ended).toBe(10);

    expect(await stateOf(folder)).toMatchObject({ status: 'failed', note: 'error[E-DATA-001]: no pictures' });
    expect(await stateOf(await RunFolder.open(root, clock))).toBeUndefined();
  });
});
