import * as tf from '@tensorflow/tfjs-core';

/**
 * Latents with the class beside them, `[B, Z] -> [B, Z + K]`, as long as the latents themselves: of a class so short as its one-hot row
 * a small generator takes no notice.
 *
 * @param z float32 `[B, Z]`, standard normal
 * @param classes float32 `[B, K]`, one-hot; without, the latents alone
 * @see Mirza and Osindero 2014, arXiv 1411.1784, section 3.2
 */
export function classLatents(z: tf.Tensor, classes: tf.Tensor | undefined): tf.Tensor {
  if (classes === undefined) return z;
  // The length of standard normal latents is near the root of their number.
  return tf.concat([z, tf.mul(classes, Math.sqrt(z.shape[1] as number))] as tf.Tensor2D[], 1);
}
