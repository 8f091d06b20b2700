// G18: a batch that is split over processes which share a folder, killed and started again all the time.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomStream } from '@aigc/core';
import { WatchedWork } from '@aigc/pipeline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const JOBS = 200;
const SHARDS = 4;
const KILLS = 40;
const TOOL = join(import.meta.dirname, '..', '..', 'packages', 'pipeline', 'src', 'testing', 'tool.mjs');
const SHARD = `
  import { journaled, localEngine, planJobs, readPipeline, ResultStore } from '${import.meta.resolve('@aigc/pipeline')}';
  const [file, work, index] = process.argv.slice(1);
  const pipeline = await readPipeline(file);
  const jobs = await planJobs(pipeline, () => '1');
  const shard = { index: Number(index), count: ${SHARDS} };
  const store = new ResultStore(work);
  const plan = { file, vars: {}, argv: ['run', file] };
  const options = { store, program: [process.execPath, '${TOOL}'], folder: pipeline.folder, shard };
  for await (const event of journaled(localEngine.run(jobs, options), { store, jobs, plan }));
`;

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  const matrix = Array.from({ length: JOBS }, (_, i) => i);
  const step = { command: 'write', flags: { text: '${matrix.i}', wait: 5 }, matrix: { i: matrix } };
  await writeFile(join(root, 'batch.yaml'), JSON.stringify({ pipeline: 1, steps: { job: step } }));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test(`${JOBS} jobs over ${SHARDS} shards with ${KILLS} kills: each output exactly once, none lost`, async () => {
  const work = join(root, 'work');
  const env = { ...process.env, TOOL_RUNS: join(root, 'runs.txt') };
  // in a group of its own, so that a kill takes the job with it as the end of a machine would
  const start = (index: number): ChildProcess =>
    spawn(process.execPath, ['--input-type=module', '-e', SHARD, join(root, 'batch.yaml'), work, String(index)], {
      env,
      stdio: 'ignore',
      detached: true,
    });
  const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
  const watched = new WatchedWork(work);
  const shards = Array.from({ length: SHARDS }, (_, index) => start(index));
  const random = randomStream(4).uniform(2 * KILLS);
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(400 * (random[2 * kill] as number));
    const index = Math.floor(SHARDS * (random[2 * kill + 1] as number));
    const victim = shards[index] as ChildProcess;
    if (!hasEnded(victim)) {
      process.kill(-(victim.pid as number), 'SIGKILL');
      await once(victim, 'close');
    }
    shards[index] = start(index);
    // whatever was killed, who watches sees each job once, and none at work whose process is gone
    const [status] = await watched.poll(Date.now());
    if (status !== undefined) {
      expect(status.jobs).toHaveLength(JOBS);
      expect(status.jobs.filter(({ state }) => state === 'running').length).toBeLessThanOrEqual(SHARDS);
    }
  }
  for (const child of shards) {
    if (!hasEnded(child)) await once(child, 'close');
    expect(child.exitCode).toBe(0);
  }

  const keys = await readdir(join(work, 'results'));
  const outputs = await Promise.all(keys.map((key) => readFile(join(work, 'results', key, 'output'), 'utf8')));
  expect(outputs.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: JOBS }, (_, i) => i));
  expect(await readdir(join(work, 'active'))).toEqual([]);
  expect(await readdir(join(work, 'claims'))).toEqual([]);
  const [status] = await watched.poll(Date.now());
  expect(status).toMatchObject({ state: 'done', workers: [] });
  expect(status?.jobs.every(({ state }) => state === 'done')).toBe(true);
}, 240_000);
