import * as tf from '@tensorflow/tfjs-core';

const SCALE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/**
 * `x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))`: the approximation of GELU that GPT-2 uses.
 *
 * @see Hendrycks and Gimpel 2016, arXiv 1606.08415, section 2
 */
export function geluTanh(x: tf.Tensor): tf.Tensor {
  const inner = tf.mul(tf.mul(x, tf.add(tf.mul(tf.square(x), CUBIC), 1)), SCALE);
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
}
