import * as tf from '@tensorflow/tfjs-core';

/** `ln sqrt(2 pi)`: the normal density is `exp(-x^2 / 2 - LOG_SCALE)`. */
const LOG_SCALE = Math.log(2 * Math.PI) / 2;

/**
 * `x Phi(x)`, element-wise, with the exact normal distribution function `Phi(x) = (1 + erf(x / sqrt 2)) / 2`.
 *
 * The gradient `Phi(x) + x phi(x)` is written out: `Phi` is computed once, and the density's factor is added in its exponent.
 *
 * @see Hendrycks and Gimpel 2016, arXiv 1606.08415, section 2
 */
export function gelu(x: tf.Tensor): tf.Tensor {
  const activate = tf.customGrad((input, save) => {
    const xs = input as tf.Tensor;
    const scaled = tf.mul(xs, Math.SQRT1_2);
    const below = tf.add(tf.mul(tf.erf(scaled), 0.5), 0.5);
    (save as tf.GradSaveFunc)([xs, scaled, below]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x0, u, phi] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const density = tf.exp(tf.sub(-LOG_SCALE, tf.square(u)));
      return tf.mul(dy, tf.add(phi, tf.mul(x0, density)));
    };
    return { value: tf.mul(xs, below), gradFunc };
  });
  return activate(x);
}
