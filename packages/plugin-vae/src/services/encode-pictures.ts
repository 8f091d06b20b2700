import { resolve } from 'node:path';
import { type CheckpointChoice, encodeSafetensors, runRecipe, writeNewFile } from '@aigc/core';
import type { ArtifactEvent, HostTensor } from '@aigc/plugin-api';
import { openVaeRun } from '../run/open-vae-run.js';
import { openPictures } from '../run/picture-batches.js';
import { compileEncoder } from '../run/vae-programs.js';

/** What to encode, and where to. */
export interface EncodePicturesOptions {
  readonly runDir: string;
  /** A folder or archive of pictures. */
  readonly data: string;
  /** `.csv`, or `.safetensors` with the tensors `mean` and `logVariance`, `[pictures, latentSize]`. */
  readonly out: string;
  readonly overwrite?: boolean | undefined;
  readonly checkpoint?: CheckpointChoice | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Codes that were written. */
export interface EncodedPictures {
  /** Absolute. */
  readonly path: string;
  readonly count: number;
  readonly latentSize: number;
}

const BATCH = 100;

/** Encodes pictures with the averaged weights; rows are in the order of the pictures' paths. */
export async function* encodePictures(options: EncodePicturesOptions): AsyncGenerator<ArtifactEvent, EncodedPictures> {
  const run = await openVaeRun(options.runDir, options.checkpoint);
  for (const message of run.warnings) yield { type: 'warning', message };
  const pictures = await openPictures(run, options.data, options.signal);
  const { latentSize } = run.config;
  const [mean, logVariance] = [new Float32Array(pictures.count * latentSize), new Float32Array(pictures.count * latentSize)];
  const encoder = await compileEncoder(run, BATCH);
  try {
    for await (const { first, count, images } of pictures.batches(BATCH)) {
      options.signal?.throwIfAborted();
      const codes = await encoder.run({ images });
      mean.set(codes.mean.data.subarray(0, count * latentSize), first * latentSize);
      logVariance.set(codes.logVariance.data.subarray(0, count * latentSize), first * latentSize);
      yield { type: 'progress', stage: 'encoding', done: first + count, total: pictures.count };
    }
  } finally {
    await encoder.dispose();
  }
  const path = resolve(options.out);
  const table = { names: pictures.names, mean, logVariance, latentSize };
  const recipe = JSON.stringify(runRecipe('vae encode', run.run, run.checkpoint, {}));
  const bytes = path.endsWith('.csv') ? Buffer.from(toCsv(table)) : toSafetensors(table, recipe);
  await writeNewFile(path, bytes, options.overwrite === true);
  yield { type: 'artifact-written', path, kind: 'codes' };
  return { path, count: pictures.count, latentSize };
}

interface CodeTable {
  readonly names: readonly string[];
  readonly mean: Float32Array;
  readonly logVariance: Float32Array;
  readonly latentSize: number;
}

function toSafetensors({ names, mean, logVariance, latentSize }: CodeTable, recipe: string): Uint8Array {
  const tensor = (data: Float32Array): HostTensor => ({ shape: [names.length, latentSize], dtype: 'float32', data });
  const tensors = new Map([
    ['mean', tensor(mean)],
    ['logVariance', tensor(logVariance)],
  ]);
  return encodeSafetensors(tensors, { pictures: JSON.stringify(names), aigc: recipe });
}

function toCsv({ names, mean, logVariance, latentSize }: CodeTable): string {
  const columns = (name: string): string[] => Array.from({ length: latentSize }, (_, i) => `${name}${i}`);
  const quoted = (name: string): string => (/[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  const values = (data: Float32Array, row: number): string[] =>
    Array.from(data.subarray(row * latentSize, (row + 1) * latentSize), (value) => String(Math.fround(value)));
  const rows = names.map((name, row) => [quoted(name), ...values(mean, row), ...values(logVariance, row)].join(','));
  return `${[['picture', ...columns('mean'), ...columns('logVariance')].join(','), ...rows].join('\n')}\n`;
}
