// Codes: E-CKPT-001 no checkpoint, -002 none usable, -004 this one is damaged, -005 of another model.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AigcError, CheckpointError, type HostTensor, type Tree } from '@aigc/plugin-api';
import { sha256 } from '../storage/sha256.js';
import { checkpointFolder, checkpointsFolder, listCheckpointSteps, stepName } from './checkpoint-folder.js';
import { MANIFEST_FILE, MODEL_FILE, parseManifest } from './checkpoint-manifest.js';
import { decodeSafetensors, type TensorMap } from './safetensors.js';
import { type StateEntries, stateHash, stateOfTensors } from './state-tensors.js';

/** A checkpoint whose every byte was verified. */
export interface Checkpoint {
  readonly step: number;
  /** Its folder. */
  readonly path: string;
  /** Tensors as named in the file; `checkpointState` makes the training state of them. */
  readonly tensors: TensorMap;
  readonly stateHash: string;
  /** sha256 of `model.safetensors`. */
  readonly modelSha256: string;
  readonly bytes: number;
}

/** A usable checkpoint, and a sentence about each newer one that is not. */
export interface LatestCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly damaged: readonly { readonly step: number; readonly path: string; readonly warning: string }[];
}

/**
 * Reads a checkpoint folder and verifies sizes, sha256, format and state hash.
 *
 * @throws CheckpointError E-CKPT-004 naming the file at fault.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const manifestBytes = await readPart(path, MANIFEST_FILE);
  const manifest = parseManifest(manifestBytes.toString('utf8'));
  if (manifest === undefined) throw damaged(path, MANIFEST_FILE, 'it is not a checkpoint manifest');
  if (stepName(manifest.step) !== basename(path)) throw damaged(path, MANIFEST_FILE, `it belongs to ${stepName(manifest.step)}`);
  const file = manifest.files[MODEL_FILE] as { bytes: number; sha256: string };
  const bytes = await readPart(path, MODEL_FILE);
  if (bytes.length !== file.bytes) throw damaged(path, MODEL_FILE, `${bytes.length} bytes, expected ${file.bytes}`);
  if (sha256(bytes) !== file.sha256) throw damaged(path, MODEL_FILE, 'its sha256 differs');
  const tensors = decodePart(path, bytes);
  if (stateHash(tensors) !== manifest.stateHash) throw damaged(path, MANIFEST_FILE, 'its state hash differs');
  const { step } = manifest;
  return { step, path, tensors, stateHash: manifest.stateHash, modelSha256: file.sha256, bytes: bytes.length };
}

/**
 * The newest usable checkpoint of a run; damaged newer ones are reported, not touched.
 *
 * @throws CheckpointError (exit 11) E-CKPT-001 when there is none, E-CKPT-002 when all are damaged.
 */
export async function latestCheckpoint(runDir: string): Promise<LatestCheckpoint> {
  const steps = await listCheckpointSteps(runDir);
  const failures: { step: number; path: string; reason: string }[] = [];
  for (const step of steps) {
    const path = checkpointFolder(runDir, step);
    try {
      const checkpoint = await readCheckpoint(path);
      return { checkpoint, damaged: failures.map((failure) => ({ ...failure, warning: warningOf(failure, checkpoint) })) };
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      failures.push({ step, path, reason: error.message });
    }
  }
  if (failures.length === 0) {
    throw new CheckpointError('E-CKPT-001', 'the run has no checkpoint', {
      path: runDir,
      hints: ['train it first: a checkpoint is written about every 30 seconds and at the end'],
    });
  }
  throw new CheckpointError('E-CKPT-002', `none of the ${failures.length} checkpoints is usable: ${failures[0]?.reason}`, {
    path: checkpointsFolder(runDir),
    note: 'nothing was changed; the damaged folders are kept',
    hints: ['restore a checkpoint folder from a backup, or train a new run'],
  });
}

/**
 * The training state of a checkpoint.
 *
 * @throws CheckpointError E-CKPT-005 when it is of another model or configuration.
 */
export function checkpointState(checkpoint: Checkpoint, entries: StateEntries): Tree<HostTensor> {
  try {
    return stateOfTensors(checkpoint.tensors, entries);
  } catch (cause) {
    if (!AigcError.isInstance(cause)) throw cause;
    throw new CheckpointError('E-CKPT-005', `checkpoint ${stepName(checkpoint.step)} does not fit the model: ${cause.message}`, {
      path: checkpoint.path,
      hints: ['use the model and the configuration that the run was trained with'],
      cause,
    });
  }
}

async function readPart(path: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(path, name));
  } catch (cause) {
    const errno = (cause as NodeJS.ErrnoException).code;
    throw damaged(path, name, errno === 'ENOENT' ? 'the file is missing' : `it cannot be read (${errno})`, cause);
  }
}

function decodePart(path: string, bytes: Uint8Array): TensorMap {
  try {
    return decodeSafetensors(bytes, join(path, MODEL_FILE)).tensors;
  } catch (cause) {
    if (!AigcError.isInstance(cause)) throw cause;
    throw damaged(path, MODEL_FILE, cause.message, cause);
  }
}

function damaged(path: string, file: string, reason: string, cause?: unknown): CheckpointError {
  return new CheckpointError('E-CKPT-004', `checkpoint ${basename(path)} is damaged: ${file}: ${reason}`, {
    path: join(path, file),
    hints: ['use an older checkpoint, or restore this one from a backup'],
    cause,
  });
}

function warningOf(failure: { step: number; reason: string }, usable: Checkpoint): string {
  return `${failure.reason}; using ${stepName(usable.step)}, ${failure.step - usable.step} steps older`;
}
