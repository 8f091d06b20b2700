import { join, resolve } from 'node:path';
import { type CheckpointChoice, runRecipe, sha256, toImage, writeNewFile } from '@aigc/core';
import type { Image } from '@aigc/media/image';
import type { ArtifactEvent, HostTensor } from '@aigc/plugin-api';
import { openVaeRun } from '../run/open-vae-run.js';
import { readPicture } from '../run/read-picture.js';
import { compileDecoder, compileEncoder } from '../run/vae-programs.js';

/** Between what to walk, and where to. */
export interface InterpolatePicturesOptions {
  readonly runDir: string;
  /** Picture files. */
  readonly from: string;
  readonly to: string;
  /** Both ends included; default 16. */
  readonly frames?: number | undefined;
  readonly outDir: string;
  readonly overwrite?: boolean | undefined;
  readonly checkpoint?: CheckpointChoice | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Absolute paths of the frames, in order, and of the sheet of all. */
export interface InterpolatedPictures {
  readonly frames: readonly string[];
  readonly sheet: string;
}

/**
 * Decodes points of the straight line between the mean codes of two pictures: `frame-0000.png` ... and `frames.png`, all on one
 * sheet.
 */
export async function* interpolatePictures(
  options: InterpolatePicturesOptions,
): AsyncGenerator<ArtifactEvent, InterpolatedPictures> {
  const { frames = 16, outDir, signal } = options;
  const run = await openVaeRun(options.runDir, options.checkpoint);
  for (const message of run.warnings) yield { type: 'warning', message };
  const ends = [await readPicture(options.from, run.config), await readPicture(options.to, run.config)] as const;
  const encoder = await compileEncoder(run, 1);
  const codes = [(await encoder.run({ images: ends[0] })).mean.data, (await encoder.run({ images: ends[1] })).mean.data] as const;
  await encoder.dispose();
  const { contactSheet, encodePng } = await import('@aigc/media/image');
  const pictures = ends.map(({ data }) => sha256(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)));
  const write = async (name: string, image: Image, settings: object): Promise<string> => {
    const recipe = runRecipe('vae interpolate', run.run, run.checkpoint, { pictures, frames, ...settings });
    const path = resolve(join(outDir, name));
    await writeNewFile(path, await encodePng(image, { text: { aigc: JSON.stringify(recipe) } }), options.overwrite === true);
    return path;
  };
  const decoder = await compileDecoder(run, 1);
  const [paths, images]: [string[], Image[]] = [[], []];
  try {
    for (let i = 0; i < frames; i++) {
      signal?.throwIfAborted();
      const z = between(codes[0], codes[1], frames === 1 ? 0 : i / (frames - 1));
      const image = toImage(await decoder.run({ z }), 0, `frame ${i}`);
      images.push(image);
      paths.push(await write(`frame-${String(i).padStart(4, '0')}.png`, image, { frame: i }));
      yield { type: 'artifact-written', path: paths.at(-1) as string, kind: 'image' };
      yield { type: 'progress', stage: 'drawing', done: i + 1, total: frames };
    }
  } finally {
    await decoder.dispose();
  }
  const sheet = await write('frames.png', contactSheet(images), {});
  yield { type: 'artifact-written', path: sheet, kind: 'grid' };
  return { frames: paths, sheet };
}

function between(a: Float32Array, b: Float32Array, share: number): HostTensor<'float32'> {
  const data = a.map((value, i) => value + share * ((b[i] as number) - value));
  return { shape: [1, data.length], dtype: 'float32', data };
}
