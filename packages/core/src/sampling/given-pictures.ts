import { basename } from 'node:path';
import type { Image } from '@aigc/media/image';
import type { HostTensor, InputSpec, Named, RecipeInput } from '@aigc/plugin-api';
import { sha256File } from '../storage/sha256.js';

/** Pictures that a sampler starts from, the same for every seed. */
export interface GivenPictures {
  /** float32 `[H, W, C]` in [-1, 1], by the name of the sampler's input. */
  readonly tensors: Named<HostTensor>;
  /** The files they were read from. */
  readonly files: readonly RecipeInput[];
  /** The settings with file names in place of paths, for recipes. */
  readonly settings: Named<unknown>;
}

/**
 * Reads the pictures that a sampler takes: an input with the source `images` is the file that the setting of the same name names,
 * cut to a square, scaled and made grey or coloured as the input's shape has it.
 *
 * @throws DecodeError where a file cannot be read.
 */
export async function readGivenPictures(inputs: Named<InputSpec>, settings: Named<unknown>): Promise<GivenPictures> {
  const tensors: { [name: string]: HostTensor } = {};
  const files: RecipeInput[] = [];
  const named: { [name: string]: unknown } = { ...settings };
  for (const [name, { source, shape }] of Object.entries(inputs)) {
    if (source !== 'images') continue;
    const path = String(settings[name]);
    tensors[name] = await readTensor(path, shape as [number, number, 1 | 3]);
    files.push({ name: basename(path), sha256: await sha256File(path) });
    named[name] = basename(path);
  }
  return { tensors, files, settings: named };
}

async function readTensor(path: string, shape: readonly [number, number, 1 | 3]): Promise<HostTensor> {
  const { decodeImage, fitSquare, toChannels } = await import('@aigc/media/image');
  const [size, , channels] = shape;
  const square: Image = await fitSquare(await decodeImage(path), { size, fit: 'cover', background: [0, 0, 0] });
  return { shape, dtype: 'float32', data: Float32Array.from(toChannels(square, channels).data, (value) => value / 127.5 - 1) };
}
