// G17: several processes that want one run, some of which are killed or suspended.
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { latestCheckpoint } from '@aigc/core';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ended, firstLine, startTraining } from './tiny-training.js';

const ROUNDS = 8;
const STARTERS = 4;
const FOREVER = 10_000_000;

let root = '';
let data = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  data = join(root, 'data');
  await writeTinyImages(data, 10);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const start = (run: string, steps = FOREVER): ChildProcess =>
  startTraining({ model: 'tinyGan', data, run: join(root, run), steps, checkpointEvery: 10 });

test(`of ${STARTERS} starters one trains, ${ROUNDS} times; the others leave with exit 21 and name it`, async () => {
  // a run that exists: all starters resume it
  expect(await ended(start('shared', 1))).toBe(0);
  for (let round = 0; round < ROUNDS; round++) {
    const children = Array.from({ length: STARTERS }, () => start('shared'));
    const lines = await Promise.all(children.map(firstLine));
    const winners = children.filter((_, i) => lines[i] === 'training');
    expect(winners).toHaveLength(1);
    const [winner] = winners as [ChildProcess];
    for (const [i, child] of children.entries()) {
      if (child === winner) continue;
      const error = JSON.parse(lines[i] as string) as { code: string; message: string };
      expect(error.code).toBe('E-LOCK-001');
      // a starter may still see another one that is about to step back
      const named = Number(/^process (\d+) is writing/.exec(error.message)?.[1]);
      expect(children.map(({ pid }) => pid)).toContain(named);
      expect(await ended(child)).toBe(21);
    }
    // the lock is free as soon as its holder is gone
    winner.kill('SIGKILL');
    await ended(winner);
  }
  const { damaged } = await latestCheckpoint(join(root, 'shared'));
  expect(damaged).toEqual([]);
}, 240_000);

test('a suspended holder keeps its run; one whose lock was taken away meanwhile commits nothing more', async () => {
  const run = join(root, 'suspended');
  const first = start('suspended');
  await firstLine(first);
  first.kill('SIGSTOP');
  const second = start('suspended');
  expect(JSON.parse(await firstLine(second))).toMatchObject({ code: 'E-LOCK-001' });
  await ended(second);

  // someone takes the suspended process for dead and removes its lock
  for (const name of await readdir(run)) if (name.startsWith('.lock-')) await rm(join(run, name));
  const third = start('suspended');
  expect(await firstLine(third)).toBe('training');
  const lines: string[] = [];
  first.stdout?.on('data', (chunk) => lines.push(String(chunk)));
  first.kill('SIGCONT');
  expect(await ended(first)).toBe(21);
  expect(JSON.parse(lines.at(-1) as string)).toMatchObject({ code: 'E-LOCK-003' });
  await sleep(50);
  third.kill('SIGTERM');
  expect(await ended(third)).toBe(143);
  expect((await latestCheckpoint(run)).damaged).toEqual([]);
}, 120_000);
