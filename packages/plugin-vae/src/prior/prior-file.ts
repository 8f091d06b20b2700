// Codes: E-CONFIG-303 a prior of other weights, E-DECODE-301 a damaged file.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { decodeSafetensors, encodeSafetensors, writeFileAtomic } from '@aigc/core';
import { DecodeError, type HostTensor, InvalidConfigError } from '@aigc/plugin-api';
import type { Mixture } from './mixture.js';

/** Name of the file in a run. */
export const PRIOR_FILE = 'prior.safetensors';

/** A fitted prior and the weights that it belongs to. */
export interface StoredPrior {
  readonly mixture: Mixture;
  /** Hash of the training state whose encoder gave the codes. */
  readonly stateHash: string;
  readonly step: number;
}

const matrix = (rows: readonly (readonly number[])[]): HostTensor => ({
  shape: [rows.length, rows[0]?.length ?? 0],
  dtype: 'float32',
  data: Float32Array.from(rows.flat()),
});

/** Writes the prior of a run: tensors `weights`, `means`, `standardDeviations`. @returns the file's absolute path */
export async function writePrior(runDir: string, { mixture, stateHash, step }: StoredPrior): Promise<string> {
  const { weights, means, standardDeviations } = mixture;
  const path = resolve(runDir, PRIOR_FILE);
  const tensors = new Map<string, HostTensor>([
    ['weights', { shape: [weights.length], dtype: 'float32', data: Float32Array.from(weights) }],
    ['means', matrix(means)],
    ['standardDeviations', matrix(standardDeviations)],
  ]);
  await writeFileAtomic(path, encodeSafetensors(tensors, { kind: 'mixture prior', stateHash, step: String(step) }));
  return path;
}

/**
 * Reads the prior of a run, if it has one.
 *
 * @param stateHash of the weights that it is to be used with
 * @throws InvalidConfigError E-CONFIG-303 where it was fitted to other weights; DecodeError where the file is damaged.
 */
export async function readPrior(runDir: string, stateHash: string): Promise<Mixture | undefined> {
  const path = resolve(join(runDir, PRIOR_FILE));
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  if (bytes === undefined) return undefined;
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  if (metadata.stateHash !== stateHash) {
    throw new InvalidConfigError(
      'E-CONFIG-303',
      `the fitted prior belongs to the weights of step ${metadata.step}, not to these`,
      {
        path,
        hints: [`fit it again: aigc vae fit-prior ${runDir}`],
      },
    );
  }
  const [weights, means, deviations] = ['weights', 'means', 'standardDeviations'].map((name) => tensors.get(name));
  const k = weights?.data.length ?? 0;
  if (k === 0 || means?.shape[0] !== k || deviations?.shape.join() !== means.shape.join()) {
    throw new DecodeError('E-DECODE-301', 'the prior lacks weights, means or deviations that fit together', { path });
  }
  return { weights: Array.from(weights?.data ?? []), means: rowsOf(means), standardDeviations: rowsOf(deviations as HostTensor) };
}

function rowsOf({ data, shape }: HostTensor): number[][] {
  const size = shape[1] as number;
  return Array.from({ length: shape[0] as number }, (_, row) => Array.from(data.subarray(row * size, (row + 1) * size)));
}
