import * as tf from '@tensorflow/tfjs-core';
import { residualBlocks, type UnetAnatomy } from './plan.js';

/** Factors for the channels of each residual block by its name, float32 `[B, 1, 1, C]`: 0, or 1 / (1 - rate). */
export type ChannelMasks = ReadonlyMap<string, tf.Tensor>;

/** Numbers that one picture's masks are made from. */
export function dropoutSize(config: UnetAnatomy): number {
  return residualBlocks(config).reduce((sum, { channels }) => sum + channels, 0);
}

/**
 * Masks that leave out whole channels. Neighbouring pixels of a feature are so alike that leaving out single ones hides nothing;
 * and a mask for each pixel would be millions of random numbers a step.
 *
 * @param uniform float32 `[B, dropoutSize(config)]` in [0, 1)
 * @see Tompson et al. 2015, arXiv 1411.4280, section 3.2
 */
export function channelMasks(uniform: tf.Tensor, rate: number, config: UnetAnatomy): ChannelMasks {
  const kept = tf.mul(tf.cast(tf.greaterEqual(uniform, rate), 'float32'), 1 / (1 - rate));
  const blocks = residualBlocks(config);
  const parts = tf.split(
    kept,
    blocks.map(({ channels }) => channels),
    1,
  );
  return new Map(blocks.map(({ name, channels }, i) => [name, tf.reshape(parts[i] as tf.Tensor, [-1, 1, 1, channels])]));
}
