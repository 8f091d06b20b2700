// Code: E-CONFIG-103 not a run.
import { readdir, readFile, realpath, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidConfigError } from '@aigc/plugin-api';
import { lockRun } from '../run/run-lock.js';
import { storageFailure } from '../storage/storage-failure.js';
import { folderBytes } from './folder-bytes.js';

const RUN_FILE = 'run.json';
/** What aigc writes into a run folder; whatever else lies there is somebody's own and stays. */
const PARTS: readonly RegExp[] = [
  /^(config|data|best|verdict|rewinds|tokenizer)\.json$/,
  /^metrics\.jsonl$/,
  /^(checkpoints|samples|generated|exported)$/,
  /^events\.out\.tfevents\./,
  /^report\.html$/,
  /^\.tmp-/,
];

/** What was deleted. */
export interface RemovedRun {
  /** Absolute, links resolved. */
  readonly path: string;
  readonly bytes: number;
  /** Names of what aigc did not write; the folder is kept for them. */
  readonly kept: readonly string[];
}

/**
 * Deletes a run: what aigc wrote into its folder, and the folder where that was all. `run.json` goes last, so that an
 * interrupted removal can be done again.
 *
 * @throws InvalidConfigError where the folder is no run; RunLockedError while a process writes to it (nothing was changed then);
 * StorageError when the disk refuses.
 */
export async function removeRun(runDir: string): Promise<RemovedRun> {
  await assertIsRun(runDir);
  const path = await realpath(runDir);
  const lock = await lockRun(path);
  try {
    const names = await readdir(path);
    const parts = names.filter((name) => PARTS.some((pattern) => pattern.test(name)));
    let bytes = 0;
    for (const name of [...parts, RUN_FILE]) {
      bytes += await folderBytes(join(path, name));
      await rm(join(path, name), { recursive: true, force: true });
    }
    await lock.release();
    const kept = (await readdir(path)).sort();
    if (kept.length === 0) await rmdir(path);
    return { path, bytes, kept };
  } catch (cause) {
    throw storageFailure('removing the run', path, cause, 'what is left is still a run; remove it again');
  } finally {
    await lock.release();
  }
}

/** The other files may be missing where an earlier removal was interrupted. */
async function assertIsRun(runDir: string): Promise<void> {
  try {
    const { run } = JSON.parse(await readFile(join(runDir, RUN_FILE), 'utf8')) as { run?: unknown };
    if (run === 1) return;
  } catch {
    // told below: a file that cannot be read proves no run
  }
  throw new InvalidConfigError('E-CONFIG-103', `${runDir} is not a run: it has no readable ${RUN_FILE}`, {
    path: resolve(runDir),
    note: 'nothing was removed',
    hints: ['`aigc runs list DIR` shows the runs of a folder'],
  });
}
