// G2 and G5: a crash, and a failing disk, at every system call that a save makes.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latestCheckpoint, listCheckpointSteps, removeTemporaryCheckpoints } from '@aigc/core';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const CORE = import.meta.resolve('@aigc/core');
// Three saves, the third of which prunes the first; the second and third go on after an error.
const SAVER = `
  import { writeCheckpoint } from '${CORE}';
  const [runDir] = process.argv.slice(1);
  for (const step of [1, 2, 3]) {
    const data = new Float32Array(5000).fill(step);
    const state = { weights: { shape: [data.length], dtype: 'float32', data } };
    try {
      await writeCheckpoint({ runDir, step, state, entries: {}, keepLast: 2 });
      process.stdout.write(step + ' ');
    } catch (error) {
      process.stdout.write(error.code + ' ');
    }
  }
`;
const CALLS = ['mkdir', 'fsync', 'rename', 'unlink', 'rmdir'] as const;
const hasStrace = spawnSync('strace', ['-V']).status === 0;

let runDir = '';
beforeEach(async () => {
  runDir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(runDir, { recursive: true, force: true }));

/** Saves while strace injects a fault at the n-th call below the run folder; undefined when there was no such call. */
function saveWith(call: string, fault: string, n: number): { stdout: string } | undefined {
  const log = join(runDir, 'strace.log');
  const filters = ['-f', '-o', log, '-e', `trace=${call}`, '-e', `inject=${call}:${fault}:when=${n}`];
  const result = spawnSync('strace', [...filters, process.execPath, '--input-type=module', '-e', SAVER, runDir], {
    encoding: 'utf8',
    // strace counts calls by thread
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  });
  const traced = spawnSync('grep', ['-cE', 'INJECTED|killed by SIGKILL', log], { encoding: 'utf8' }).stdout.trim();
  return traced === '0' ? undefined : { stdout: result.stdout };
}

const describeTraced = hasStrace ? describe : describe.skip;
if (!hasStrace) process.stderr.write('skipped: crashes at system calls need strace (Linux)\n');

describeTraced('a save', () => {
  test.each(CALLS)(
    'that crashes at any %s loses nothing that was committed',
    async (call) => {
      let points = 0;
      for (let n = 1; n < 100; n++) {
        await rm(join(runDir, 'checkpoints'), { recursive: true, force: true });
        const crashed = saveWith(call, 'signal=KILL', n);
        if (crashed === undefined) break;
        points += 1;
        const committed = crashed.stdout
          .trim()
          .split(' ')
          .filter((word) => word !== '')
          .map(Number);
        const newest = committed.at(-1);
        await removeTemporaryCheckpoints(runDir);
        if (newest === undefined && (await listCheckpointSteps(runDir)).length === 0) continue;
        const { checkpoint, damaged } = await latestCheckpoint(runDir);
        expect(damaged).toEqual([]);
        expect(checkpoint.step).toBeGreaterThanOrEqual(newest ?? 0);
        expect(new Set(checkpoint.tensors.get('weights')?.data)).toEqual(new Set([checkpoint.step]));
        const names = await readdir(join(runDir, 'checkpoints'));
        expect(names.every((name) => name.startsWith('step-'))).toBe(true);
      }
      expect(points).toBeGreaterThan(call === 'unlink' || call === 'rmdir' ? 0 : 2);
    },
    240_000,
  );

  test.each(['fsync', 'rename'])(
    'whose %s fails counts as failed, and the checkpoint before it stays',
    async (call) => {
      let failures = 0;
      for (let n = 1; n < 100; n++) {
        await rm(join(runDir, 'checkpoints'), { recursive: true, force: true });
        const failed = saveWith(call, 'error=EIO', n);
        if (failed === undefined) break;
        const words = failed.stdout.trim().split(' ');
        expect(words).toHaveLength(3);
        if (words.some((word) => word.startsWith('E-IO'))) failures += 1;
        const good = words.map((word, i) => (word.startsWith('E-') ? 0 : i + 1));
        const { checkpoint, damaged } = await latestCheckpoint(runDir);
        expect(damaged).toEqual([]);
        expect(checkpoint.step).toBeGreaterThanOrEqual(Math.max(...good));
      }
      expect(failures).toBeGreaterThan(2);
    },
    240_000,
  );
});
