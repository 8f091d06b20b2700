// The order that survives a crash at any point: files into a temporary folder, flush each, flush the folder, rename it to its
// final name, flush the parent. A checkpoint is never overwritten, and old ones go only after the new one is complete.
import { access, mkdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AigcError, CheckpointError, DivergenceError, type HostTensor, type StorageError, type Tree } from '@aigc/plugin-api';
import { removeLeftover } from '../storage/remove-leftover.js';
import { sha256 } from '../storage/sha256.js';
import { storageFailure } from '../storage/storage-failure.js';
import { syncFolder, writeFileSynced } from '../storage/write-file-atomic.js';
import {
  checkpointFolder,
  checkpointsFolder,
  listCheckpointSteps,
  pruneCheckpoints,
  quarantineCheckpoint,
  stepName,
  temporaryName,
} from './checkpoint-folder.js';
import { type CheckpointManifest, formatManifest, MANIFEST_FILE, MODEL_FILE } from './checkpoint-manifest.js';
import { type Checkpoint, readCheckpoint } from './read-checkpoint.js';
import { encodeSafetensors } from './safetensors.js';
import { findNonFinite, type StateEntries, stateHash, tensorsOfState } from './state-tensors.js';

/** What to save, and where. */
export interface WriteCheckpointOptions {
  readonly runDir: string;
  readonly step: number;
  readonly state: Tree<HostTensor>;
  readonly entries: StateEntries;
  /** Checkpoints to keep; default 3. */
  readonly keepLast?: number | undefined;
  /** Steps whose checkpoints are kept whatever their age, such as the best. */
  readonly keptSteps?: readonly number[];
  /** Called right before the checkpoint takes its place; what it throws leaves everything as it was. */
  readonly confirm?: () => Promise<void>;
}

/** A checkpoint that is on disk. */
export interface WrittenCheckpoint {
  readonly step: number;
  readonly path: string;
  readonly bytes: number;
  readonly stateHash: string;
}

/**
 * Saves a training state as `checkpoints/step-000200/`; a complete checkpoint of that step is kept as it is.
 *
 * @throws DivergenceError E-TRAIN-002 for NaN or infinity in the state; StorageError (exit 20) when the disk is full or failing.
 * In both cases older checkpoints are untouched.
 */
export async function writeCheckpoint(options: WriteCheckpointOptions): Promise<WrittenCheckpoint> {
  const { runDir, step, state, entries, keepLast = 3, keptSteps = [], confirm } = options;
  const tensors = tensorsOfState(state, entries);
  const bad = findNonFinite(tensors);
  if (bad !== undefined) {
    throw new DivergenceError('E-TRAIN-002', `the state after step ${step} holds NaN or infinity in ${bad}`, {
      path: runDir,
      note: await safeNote(runDir),
      hints: ['lower the learning rate, then train again or resume from the last checkpoint'],
    });
  }
  const model = encodeSafetensors(tensors);
  const manifest: CheckpointManifest = {
    checkpoint: 1,
    step,
    stateHash: stateHash(tensors),
    files: { [MODEL_FILE]: { bytes: model.length, sha256: sha256(model) } },
  };
  const path = checkpointFolder(runDir, step);
  const kept = await existing(path);
  if (kept !== undefined) return { step, path, bytes: kept.bytes, stateHash: kept.stateHash };
  await commit(runDir, manifest, model, confirm);
  await pruneCheckpoints(runDir, keepLast, keptSteps);
  return { step, path, bytes: model.length, stateHash: manifest.stateHash };
}

async function commit(
  runDir: string,
  manifest: CheckpointManifest,
  model: Uint8Array,
  confirm?: () => Promise<void>,
): Promise<void> {
  const parent = checkpointsFolder(runDir);
  const temporary = join(parent, temporaryName(manifest.step));
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    await writeFileSynced(join(temporary, MODEL_FILE), model);
    await writeFileSynced(join(temporary, MANIFEST_FILE), formatManifest(manifest));
    await syncFolder(temporary);
    await confirm?.();
    await rename(temporary, join(parent, stepName(manifest.step)));
    await syncFolder(parent);
  } catch (cause) {
    await removeLeftover(temporary);
    if (AigcError.isInstance(cause)) throw cause;
    throw await saveFailure(runDir, manifest.step, model.length, cause);
  }
}

/** Undefined when there is no such folder; a damaged one is moved aside first. */
async function existing(path: string): Promise<Checkpoint | undefined> {
  try {
    await access(path);
  } catch {
    return undefined;
  }
  try {
    return await readCheckpoint(path);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    await quarantineCheckpoint(path);
    return undefined;
  }
}

async function saveFailure(runDir: string, step: number, bytes: number, cause: unknown): Promise<StorageError> {
  const folder = checkpointsFolder(runDir);
  let needs = '';
  if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') {
    const disk = await statfs(runDir);
    needs = ` (needs ${megabytes(bytes)}, ${megabytes(disk.bavail * disk.bsize)} free)`;
  }
  return storageFailure(`saving ${stepName(step)}${needs}`, folder, cause, await safeNote(runDir));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Says which checkpoint a failure left safe. */
export async function safeNote(runDir: string): Promise<string> {
  // a folder that cannot be listed has no say in why a save failed
  const [newest] = await listCheckpointSteps(runDir).catch((): number[] => []);
  return newest === undefined
    ? 'no checkpoint was written before'
    : `the last complete checkpoint is ${stepName(newest)}; it is safe`;
}
