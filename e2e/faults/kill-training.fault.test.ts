// G1 and G6: kill -9 and polite signals at random moments of a training; nothing committed is lost, nothing is trained twice.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { latestCheckpoint, randomStream } from '@aigc/core';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ended, firstLine, startTraining } from './tiny-training.js';

const KILLS = 30;
const SIGNALS = 30;
const STEPS = 4000;

let root = '';
let data = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  data = join(root, 'data');
  await writeTinyImages(data, 20);
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe.each(['tinyGan', 'tinyAutoencoder'] as const)('training of %s', (model) => {
  const training = (run: string) => ({ model, data, run: join(root, `${model}-${run}`), steps: STEPS, checkpointEvery: 20 });
  const finalHash = async (run: string): Promise<string> => {
    expect(await ended(startTraining(training(run)))).toBe(0);
    const { checkpoint, damaged } = await latestCheckpoint(training(run).run);
    expect(damaged).toEqual([]);
    expect(checkpoint.step).toBe(STEPS);
    return checkpoint.stateHash;
  };

  beforeAll(async () => {
    await finalHash('whole');
  }, 120_000);

  test(`ends with the same state after ${KILLS} kills as after none`, async () => {
    const delays = randomStream(1).uniform(KILLS);
    for (const delay of delays) {
      const child = startTraining(training('killed'));
      await firstLine(child);
      await sleep(60 * delay);
      child.kill('SIGKILL');
      await ended(child);
    }

    expect(await finalHash('killed')).toBe(await finalHash('whole'));
    const { run } = training('killed');
    const leftovers = [...(await readdir(run)), ...(await readdir(join(run, 'checkpoints')))].filter((name) =>
      name.startsWith('.'),
    );
    expect(leftovers).toEqual([]);
    const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    const steps = new Set(lines.map((line) => (JSON.parse(line) as { step: number }).step));
    expect([...steps]).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
  }, 300_000);

  test(`saves at the step boundary on ${SIGNALS} signals, and goes on as if there had been none`, async () => {
    const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
    const signals = Object.keys(codes) as (keyof typeof codes)[];
    const delays = randomStream(2).uniform(SIGNALS);
    let newest = 0;
    for (const [i, delay] of delays.entries()) {
      const child = startTraining(training('stopped'));
      await firstLine(child);
      await sleep(30 * delay);
      const signal = signals[i % 3] as keyof typeof codes;
      child.kill(signal);
      const code = await ended(child);
      if (code === 0) break;
      expect(code).toBe(codes[signal]);
      const { checkpoint } = await latestCheckpoint(training('stopped').run);
      expect(checkpoint.step).toBeGreaterThan(newest);
      newest = checkpoint.step;
    }

    expect(await finalHash('stopped')).toBe(await finalHash('whole'));
  }, 300_000);
});
