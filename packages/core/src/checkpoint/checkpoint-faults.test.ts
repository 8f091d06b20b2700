import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StorageError } from '@aigc/plugin-api';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import { listCheckpointSteps, removeTemporaryCheckpoints } from './checkpoint-folder.js';
import { latestCheckpoint } from './read-checkpoint.js';
import { stateHash, tensorsOfState } from './state-tensors.js';
import { writeCheckpoint } from './write-checkpoint.js';

const KILLS = 24;
const CORE = new URL('../../dist/index.js', import.meta.url).href;
// Saves steps one after another, from the newest on, until it is killed.
const SAVER = `
  import { listCheckpointSteps, randomStream, writeCheckpoint } from '${CORE}';
  const [runDir] = process.argv.slice(1);
  const start = (await listCheckpointSteps(runDir))[0] ?? 0;
  process.stdout.write('.');
  for (let step = start + 1; ; step++) {
    const data = randomStream(0).at(step).normal(200_000);
    await writeCheckpoint({ runDir, step, state: { weights: { shape: [data.length], dtype: 'float32', data } }, entries: {} });
  }
`;

let runDir = '';
beforeEach(async () => {
  runDir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(runDir, { recursive: true, force: true }));

const bigState = (step: number, count: number) => {
  const data = randomStream(0).at(step).normal(count);
  return { weights: { shape: [count], dtype: 'float32' as const, data } };
};

describe('writeCheckpoint under faults', () => {
  test(`loses nothing in ${KILLS} kills at random times`, async () => {
    const delays = randomStream(7).uniform(KILLS);
    let newest = 0;
    for (let i = 0; i < KILLS; i++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', SAVER, runDir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await sleep(60 * (delays[i] as number));
      child.kill('SIGKILL');
      await once(child, 'close');

      const steps = await listCheckpointSteps(runDir);
      if (steps.length === 0) continue;
      const { checkpoint, damaged } = await latestCheckpoint(runDir);
      expect(damaged).toEqual([]);
      expect(checkpoint.step).toBeGreaterThanOrEqual(newest);
      // the hash of what was meant to be saved: the content is right, not only readable
      expect(checkpoint.stateHash).toBe(stateHash(tensorsOfState(bigState(checkpoint.step, 200_000), {})));
      newest = checkpoint.step;
    }
    expect(newest).toBeGreaterThan(0);

    await removeTemporaryCheckpoints(runDir);
    const names = await readdir(join(runDir, 'checkpoints'));
    expect(names.every((name) => name.startsWith('step-'))).toBe(true);
  });

  test('keeps the previous checkpoint when the disk is full', async () => {
    const disk = join(runDir, 'disk');
    await mkdir(disk);
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    if (mount.status !== 0) {
      process.stderr.write('skipped: a full disk needs the right to mount a tmpfs (Linux, root)\n');
      return;
    }
    try {
      // 100,000 float32 values: 400 kB fit once into 1 MiB, and 200,000 do not fit beside them
      const first = await writeCheckpoint({ runDir: disk, step: 1, state: bigState(1, 100_000), entries: {} });
      const saving = writeCheckpoint({ runDir: disk, step: 2, state: bigState(2, 200_000), entries: {} });

      await expect(saving).rejects.toThrow(StorageError);
      await expect(saving).rejects.toMatchObject({
        code: 'E-IO-002',
        exitCode: 20,
        message: expect.stringMatching(/^no space left on the disk while saving step-000002 \(needs 0\.8 MB, 0\.\d MB free\)$/),
        note: 'the last complete checkpoint is step-000001; it is safe',
        hints: ['free space, or choose another disk with --out'],
      });
      expect((await latestCheckpoint(disk)).checkpoint.stateHash).toBe(first.stateHash);
      expect(await readdir(join(disk, 'checkpoints'))).toEqual(['step-000001']);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});
