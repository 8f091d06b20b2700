import type { Image } from '@aigc/media/image';
import type { HostTensor } from '@aigc/plugin-api';
import { toImage } from '../sampling/to-image.js';
import type { Extractor } from './extractors/extractor.js';

/** What is done to pictures of one size before an extractor sees them: `none`, or filter and sizes. */
export function resizeName(imageSize: number, extractor: Extractor): string {
  return imageSize === extractor.imageSize ? 'none' : `lanczos3 ${imageSize} to ${extractor.imageSize} px`;
}

/** Rows of a float32 `[B, S, S, C]` in [-1, 1] as 8-bit pictures. */
export function batchImages(batch: HostTensor<'float32'>, count: number): Image[] {
  return Array.from({ length: count }, (_, row) => toImage(batch, row, `picture ${row}`));
}

/**
 * 8-bit pictures as one batch for an extractor, scaled with a Lanczos kernel that is widened for reductions, rows beyond the
 * last picture black.
 *
 * @see Parmar, Zhang and Zhu 2022, arXiv 2104.11222, on what other filters do to distances
 */
export async function fitBatch(images: readonly Image[], extractor: Extractor): Promise<HostTensor<'float32'>> {
  const { resize, toChannels } = await import('@aigc/media/image');
  const { imageSize, channels, batchSize } = extractor;
  const length = imageSize * imageSize * channels;
  const data = new Float32Array(batchSize * length).fill(-1);
  for (const [row, image] of images.entries()) {
    const scaled = toChannels((await resize(image, imageSize, imageSize)) as Image, channels);
    scaled.data.forEach((value, i) => {
      data[row * length + i] = value / 127.5 - 1;
    });
  }
  return { shape: [batchSize, imageSize, imageSize, channels], dtype: 'float32', data };
}
