import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DatasetError, type HostTensor } from '@aigc/plugin-api';
import type { VaeConfig } from '../config/vae-config.js';

/**
 * One picture file as float32 `[1, S, S, C]` in [-1, 1], cropped, scaled and composited on black as for training.
 *
 * @throws DatasetError E-DATA-303 where the file cannot be read, DecodeError where it is no picture.
 */
export async function readPicture(path: string, { imageSize, channels }: VaeConfig): Promise<HostTensor<'float32'>> {
  const { decodeImage, flattenAlpha, resizeCover, toChannels } = await import('@aigc/media/image');
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new DatasetError('E-DATA-303', `the picture cannot be read (${cause.code})`, { path: resolve(path), cause });
  });
  const cover = await resizeCover(await decodeImage(bytes, { name: path }), imageSize, imageSize);
  const { data } = toChannels(flattenAlpha(cover, [0, 0, 0]), channels);
  return {
    shape: [1, imageSize, imageSize, channels],
    dtype: 'float32',
    data: Float32Array.from(data, (value) => value / 127.5 - 1),
  };
}
