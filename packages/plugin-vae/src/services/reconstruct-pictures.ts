import { join, resolve } from 'node:path';
import { type CheckpointChoice, runRecipe, toImage, writeNewFile } from '@aigc/core';
import type { Image } from '@aigc/media/image';
import type { ArtifactEvent, HostTensor } from '@aigc/plugin-api';
import { openVaeRun } from '../run/open-vae-run.js';
import { openPictures, openRunPictures, type Pictures } from '../run/picture-batches.js';
import { compileDecoder, compileEncoder } from '../run/vae-programs.js';

/** Which pictures to send through the networks, and where to. */
export interface ReconstructPicturesOptions {
  readonly runDir: string;
  /** A folder or archive; the run's own held-out pictures when absent. */
  readonly data?: string | undefined;
  readonly outDir: string;
  /** Pictures at most; default 32. */
  readonly count?: number | undefined;
  readonly overwrite?: boolean | undefined;
  readonly checkpoint?: CheckpointChoice | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A sheet of pairs. */
export interface Reconstructions {
  /** Absolute: each original beside what came back. */
  readonly sheet: string;
  readonly count: number;
  /** Mean of the squared difference of pixels in [0, 1]. */
  readonly meanSquaredError: number;
}

const READ_BATCH = 100;
/** Pairs in a row of the sheet. */
const PAIRS_A_ROW = 8;

/** Decodes the mean code of each picture, and lays out both, original first. */
export async function* reconstructPictures(options: ReconstructPicturesOptions): AsyncGenerator<ArtifactEvent, Reconstructions> {
  const { data, count: wanted = 32, signal } = options;
  const run = await openVaeRun(options.runDir, options.checkpoint);
  for (const message of run.warnings) yield { type: 'warning', message };
  const pictures = data === undefined ? await openRunPictures(run, 'validation', signal) : await openPictures(run, data, signal);
  const count = Math.min(wanted, pictures.count);
  const [encoder, decoder] = [await compileEncoder(run, count), await compileDecoder(run, count)];
  try {
    yield { type: 'progress', stage: 'reconstructing', done: 0, total: count };
    const images = await spreadPictures(pictures, count);
    const { mean } = await encoder.run({ images });
    const decoded = await decoder.run({ z: mean });
    const pairs = Array.from({ length: count }, (_, row) => [
      toImage(images, row, 'the picture'),
      toImage(decoded, row, 'its reconstruction'),
    ]);
    const { contactSheet, encodePng } = await import('@aigc/media/image');
    const recipe = runRecipe('vae reconstruct', run.run, run.checkpoint, { count });
    const columns = 2 * Math.min(PAIRS_A_ROW, count);
    const png = await encodePng(contactSheet(pairs.flat(), { columns }), { text: { aigc: JSON.stringify(recipe) } });
    const sheet = resolve(join(options.outDir, 'reconstructions.png'));
    await writeNewFile(sheet, png, options.overwrite === true);
    yield { type: 'progress', stage: 'reconstructing', done: count, total: count };
    yield { type: 'artifact-written', path: sheet, kind: 'sheet' };
    return { sheet, count, meanSquaredError: meanSquaredError(pairs as [Image, Image][]) };
  } finally {
    await encoder.dispose();
    await decoder.dispose();
  }
}

/** Pictures at equal distances from the first to the last: of folders that are sorted by class, some of each. */
async function spreadPictures(pictures: Pictures, count: number): Promise<HostTensor<'float32'>> {
  const chosen: Float32Array[] = [];
  let shape: readonly number[] = [];
  for await (const { first, count: filled, images } of pictures.batches(Math.min(READ_BATCH, pictures.count))) {
    shape = images.shape.slice(1);
    const length = images.data.length / (images.shape[0] as number);
    for (let row = 0; row < filled; row++) {
      if (first + row < Math.floor((chosen.length * pictures.count) / count)) continue;
      chosen.push(images.data.slice(row * length, (row + 1) * length));
    }
  }
  const data = new Float32Array(chosen.reduce((sum, { length }) => sum + length, 0));
  chosen.forEach((values, i) => {
    data.set(values, i * values.length);
  });
  return { shape: [chosen.length, ...shape], dtype: 'float32', data };
}

function meanSquaredError(pairs: readonly (readonly [Image, Image])[]): number {
  let [sum, values] = [0, 0];
  for (const [original, decoded] of pairs) {
    original.data.forEach((value, i) => {
      sum += ((value - (decoded.data[i] as number)) / 255) ** 2;
    });
    values += original.data.length;
  }
  return sum / values;
}
