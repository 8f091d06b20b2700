import * as tf from '@tensorflow/tfjs-core';

/** Period of the slowest wave, over 2 pi. */
const MAX_PERIOD = 10_000;

/**
 * Sines and cosines of `size / 2` frequencies, from 1 down to almost `1 / 10000`: `[B] -> [B, size]`, sines first.
 *
 * @param timestep float32 or int32 `[B]`
 * @param size even
 * @see Vaswani et al. 2017, arXiv 1706.03762, section 3.5; Ho, Jain and Abbeel 2020, arXiv 2006.11239, appendix B
 */
export function timeEmbedding(timestep: tf.Tensor, size: number): tf.Tensor {
  const half = size / 2;
  // Exponents in float32, as other frameworks have them: angles reach 1000, where the last bits show.
  const exponent = (i: number) => Math.fround(Math.fround(-Math.fround(Math.log(MAX_PERIOD)) * i) / half);
  const frequencies = Float32Array.from({ length: half }, (_, i) => Math.exp(exponent(i)));
  // [B, 1] x [1, size / 2]
  const angles = tf.mul(tf.reshape(tf.cast(timestep, 'float32'), [-1, 1]), tf.tensor2d(frequencies, [1, half]));
  return tf.concat([tf.sin(angles), tf.cos(angles)] as tf.Tensor2D[], 1);
}
