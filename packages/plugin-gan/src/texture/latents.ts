import type { InputSpec, Named } from '@aigc/plugin-api';
import { CELL, TEXTURE_LEVELS, type TextureConfig } from './config.js';

/** Latents and noise of one picture of a side, without a batch dimension. @param size a multiple of 16 */
export function textureLatents({ latentSize, noiseChannels }: TextureConfig, size: number): Named<InputSpec> {
  const grid = (side: number, channels: number): InputSpec => ({
    shape: [side, side, channels],
    dtype: 'float32',
    source: 'normal',
  });
  const noise = Array.from({ length: TEXTURE_LEVELS + 1 }, (_, level): [string, InputSpec] => [
    `noise${level}`,
    grid(size / 2 ** level, noiseChannels),
  ]);
  return { z: grid(size / CELL, latentSize), ...Object.fromEntries(noise) };
}
