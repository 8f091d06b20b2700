import type { InputSpec } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { changeColor } from './change-color.js';
import { cutOut } from './cut-out.js';
import { shiftImages } from './shift-images.js';

/** Random numbers for one picture: three switches, three colours, two shifts, two centres. */
const NUMBERS = 10;
/** Largest shift, as a share of the side. */
const SHIFT = 1 / 8;

/** The random numbers that one training step augments with. @param batches how many of its batches are augmented, each on its own */
export function augmentationSpec(batchSize: number, batches: number): InputSpec {
  return { shape: [batches, batchSize, NUMBERS], dtype: 'float32', source: 'uniform' };
}

/** The numbers of one of the batches, `[B, 10]`. @param random as `augmentationSpec` says */
export function augmentationOf(random: tf.Tensor, batch: number): tf.Tensor {
  const [, batchSize] = random.shape as [number, number];
  return tf.reshape(tf.slice(random, [batch, 0, 0], [1, batchSize, NUMBERS]), [batchSize, NUMBERS]);
}

/**
 * Colour, translation and cut-out, each on a share of the pictures; gradients flow through to the pictures.
 *
 * The discriminator sees nothing but augmented pictures, real and generated ones alike, so that it cannot learn the few real ones
 * by heart, and the generator learns the pictures without their augmentation.
 *
 * @param images float32 `[B, S, S, C]` in [-1, 1]
 * @param strength float32 scalar in [0, 1]: the probability of each of the three; 0 returns the pictures as they are
 * @param random float32 `[B, 10]`, uniform in [0, 1)
 * @see Zhao et al. 2020, arXiv 2006.10738, equations 4 to 6; with probabilities, Karras et al. 2020, arXiv 2006.06676, section 2.2
 */
export function augmentImages(images: tf.Tensor, strength: tf.Tensor, random: tf.Tensor): tf.Tensor {
  const side = images.shape[1] as number;
  const numbers = tf.unstack(random, 1) as tf.Tensor[];
  const u = (index: number) => numbers[index] as tf.Tensor;
  const isOn = (index: number) => tf.cast(tf.less(u(index), strength), 'float32');
  const around0 = (index: number) => tf.sub(u(index), 0.5);

  const isColored = isOn(0);
  const colored = changeColor(images, {
    brightness: tf.mul(isColored, around0(1)),
    saturation: tf.mul(isColored, tf.mul(around0(2), 2)),
    contrast: tf.mul(isColored, around0(3)),
  });
  const isShifted = isOn(4);
  const reach = Math.round(side * SHIFT);
  // whole numbers from -reach to reach
  const shift = (index: number) => tf.mul(isShifted, tf.sub(tf.floor(tf.mul(u(index), 2 * reach + 1)), reach));
  const shifted = shiftImages(colored, shift(5), shift(6));
  const center = (index: number) => tf.floor(tf.mul(u(index), side));
  return cutOut(shifted, { row: center(8), column: center(9), isCut: isOn(7) });
}
