// Code: E-TRAIN-003 the sampler gave NaN or infinity.
import type { Image } from '@aigc/media/image';
import { DivergenceError, type HostTensor } from '@aigc/plugin-api';

/**
 * Row of a float32 [B, H, W, C] in [-1, 1] as 8-bit pixels: -1 becomes 0 and 1 becomes 255.
 *
 * @throws DivergenceError naming `name` for NaN or infinity.
 */
export function toImage(batch: HostTensor, row: number, name: string): Image {
  const [, height = 0, width = 0, channels = 0] = batch.shape;
  const length = height * width * channels;
  const values = (batch.data as Float32Array).subarray(row * length, (row + 1) * length);
  const data = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) {
      throw new DivergenceError('E-TRAIN-003', `${name}: the picture holds NaN or infinity`, {
        hints: ['train the model again'],
      });
    }
    data[i] = Math.max(0, Math.min(255, Math.round((value + 1) * 127.5)));
  }
  return { width, height, channels: channels as Image['channels'], data };
}
