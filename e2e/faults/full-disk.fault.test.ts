// G4: a disk that is full after any number of bytes.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latestCheckpoint, listCheckpointSteps, trainModel, writeCheckpoint } from '@aigc/core';
import { type ModelDefinition, StorageError } from '@aigc/plugin-api';
import { tinyAutoencoder, writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const SIZES = 64;
const KIB = 1024;

let root = '';
let canMount = false;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  canMount = await onDisk(64, async () => undefined);
  if (!canMount) process.stderr.write('skipped: full disks need the right to mount a tmpfs (Linux, root)\n');
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs something on a disk of that many KiB; false where none can be made. */
async function onDisk(size: number, work: (disk: string) => Promise<void>): Promise<boolean> {
  const disk = join(root, 'disk');
  await mkdir(disk, { recursive: true });
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs', disk]).status !== 0) return false;
  try {
    await work(disk);
  } finally {
    spawnSync('umount', [disk]);
  }
  return true;
}

test(`a checkpoint on ${SIZES} disks of different sizes is whole, or not there and the one before it is`, async () => {
  if (!canMount) return;
  let failed = 0;
  for (let i = 0; i < SIZES; i++) {
    await onDisk(64 + i * 62, async (disk) => {
      const saved: number[] = [];
      for (let step = 1; step <= 6; step++) {
        const data = new Float32Array(100 * KIB).fill(step);
        const state = { weights: { shape: [data.length], dtype: 'float32' as const, data } };
        try {
          await writeCheckpoint({ runDir: disk, step, state, entries: {}, keepLast: 100 });
          saved.push(step);
        } catch (error) {
          expect(error).toBeInstanceOf(StorageError);
          expect(error).toMatchObject({ code: 'E-IO-002', exitCode: 20, hints: [expect.stringContaining('--out')] });
          failed += 1;
        }
      }
      expect(await listCheckpointSteps(disk)).toEqual([...saved].reverse());
      if (saved.length > 0) expect((await latestCheckpoint(disk)).damaged).toEqual([]);
      const names = await readdir(join(disk, 'checkpoints')).catch(() => []);
      expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
    });
  }
  expect(failed).toBeGreaterThan(SIZES);
}, 240_000);

test('a training that fills its disk ends with exit 20, and goes on from its last checkpoint once there is room', async () => {
  if (!canMount) return;
  const data = join(root, 'data');
  await writeTinyImages(data, 20, { size: 32 });
  const model = tinyAutoencoder as ModelDefinition;
  const settings = { imageSize: 32 };
  const common = { family: 'test', model, dataPath: data };
  const train = async (runFolder: string, isResumed: boolean): Promise<void> => {
    const options = {
      ...common,
      runFolder,
      isResumed,
      settings: isResumed ? {} : settings,
      steps: 300,
      checkpointEvery: 5,
      keepLast: 50,
    };
    for await (const _ of trainModel(options));
  };
  await onDisk(1500, async (disk) => {
    const run = join(disk, 'run');
    await expect(train(run, false)).rejects.toMatchObject({ exitCode: 20 });
    expect((await latestCheckpoint(run)).damaged).toEqual([]);
    spawnSync('mount', ['-o', 'remount,size=64m', disk]);
    await train(run, true);
    const whole = join(root, 'whole');
    await train(whole, false);
    expect((await latestCheckpoint(run)).checkpoint.stateHash).toBe((await latestCheckpoint(whole)).checkpoint.stateHash);
  });
}, 120_000);
