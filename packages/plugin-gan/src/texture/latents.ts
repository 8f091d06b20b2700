import type { InputSpec, Named } from '@aigc/plugin-api';
import { CELL, TEXTURE_LEVELS, type TextureConfig } from './config.js';

/** Latents and noise of one picture of a side, without a batch dimension. @param size a multiple of 16 */
export function textureLatents({ latentSize, noiseChannels, waves }: TextureConfig, size: number): Named<InputSpec> {
  const grid = (side: number, channels: number): InputSpec => ({
    shape: [side, side, channels],
    dtype: 'float32',
    source: 'normal',
  });
  const noise = Array.from({ length: TEXTURE_LEVELS + 1 }, (_, level): [string, InputSpec] => [
    `noise${level}`,
    grid(size / 2 ** level, noiseChannels),
  ]);
  const phases: Named<InputSpec> =
    waves.length === 0 ? {} : { phases: { shape: [waves.length], dtype: 'float32', source: 'uniform' } };
  return { z: grid(size / CELL, latentSize), ...Object.fromEntries(noise), ...phases };
}

/** Pixels beside a picture of training, on each side, that waves of no whole number would spoil. */
export const MARGIN = 2 * CELL;

/** Latents and noise of one picture of training. @see MARGIN */
export function trainingLatents(config: TextureConfig): Named<InputSpec> {
  const hasWaves = config.waves.length > 0;
  return textureLatents(config, config.imageSize + (hasWaves ? 2 * MARGIN : 0));
}
