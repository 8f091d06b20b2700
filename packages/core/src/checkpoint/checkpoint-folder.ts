import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTemporaries } from '../storage/remove-leftover.js';
import { storageFailure } from '../storage/storage-failure.js';
import { syncFolder } from '../storage/write-file-atomic.js';

const STEP_NAME = /^step-(\d{6,})$/;
const TEMPORARY = '.tmp-';

/** Name of a step's checkpoint folder and sample grid: `step-000200`. */
export function stepName(step: number): string {
  return `step-${String(step).padStart(6, '0')}`;
}

/** The folder of a run that holds its checkpoints. */
export function checkpointsFolder(runDir: string): string {
  return join(runDir, 'checkpoints');
}

/** Folder of a step's checkpoint. */
export function checkpointFolder(runDir: string, step: number): string {
  return join(checkpointsFolder(runDir), stepName(step));
}

/** Steps that have a checkpoint folder, complete or not, newest first. */
export async function listCheckpointSteps(runDir: string): Promise<number[]> {
  const names = await listNames(checkpointsFolder(runDir));
  const steps = names.map((name) => STEP_NAME.exec(name)?.[1]).filter((digits) => digits !== undefined);
  return steps.map(Number).sort((a, b) => b - a);
}

/** Removes half-written checkpoints of a killed process; only the process that holds the run's lock may call it. */
export function removeTemporaryCheckpoints(runDir: string): Promise<void> {
  return removeTemporaries(checkpointsFolder(runDir));
}

/** Name of the folder a checkpoint is written to before it is complete. */
export function temporaryName(step: number): string {
  return `${TEMPORARY}${stepName(step)}-${process.pid}`;
}

/**
 * Keeps the newest `keepLast` checkpoints and those of `keptSteps`. A folder is renamed before it is emptied, so that none is ever seen half-deleted.
 *
 * @throws StorageError when the disk refuses.
 */
export async function pruneCheckpoints(runDir: string, keepLast: number, keptSteps: readonly number[] = []): Promise<void> {
  const steps = await listCheckpointSteps(runDir);
  for (const step of steps.slice(Math.max(1, keepLast))) if (!keptSteps.includes(step)) await removeCheckpoint(runDir, step);
}

/** Removes a checkpoint; its folder is renamed before it is emptied. @throws StorageError when the disk refuses. */
export async function removeCheckpoint(runDir: string, step: number): Promise<void> {
  const path = checkpointFolder(runDir, step);
  const doomed = join(checkpointsFolder(runDir), `${TEMPORARY}old-${stepName(step)}-${process.pid}`);
  try {
    await rename(path, doomed);
    await rm(doomed, { recursive: true, force: true });
  } catch (cause) {
    throw storageFailure(`removing the old checkpoint ${stepName(step)}`, path, cause);
  }
}

/** Moves a damaged checkpoint aside, to `damaged-step-000200`; it is kept for inspection, never deleted. Gives its new path. */
export async function quarantineCheckpoint(path: string): Promise<string> {
  const folder = join(path, '..');
  const name = path.slice(folder.length + 1);
  const names = new Set(await listNames(folder));
  let target = `damaged-${name}`;
  for (let i = 2; names.has(target); i++) target = `damaged-${name}-${i}`;
  try {
    await rename(path, join(folder, target));
    await syncFolder(folder);
  } catch (cause) {
    throw storageFailure(`moving the damaged checkpoint ${name} aside`, path, cause);
  }
  return join(folder, target);
}

async function listNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw storageFailure('listing the checkpoints', folder, cause);
  }
}
