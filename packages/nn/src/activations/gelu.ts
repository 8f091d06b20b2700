import * as tf from '@tensorflow/tfjs-core';

/** Slope of the error function at 0, halved twice by the two factors of the normal density: `1 / sqrt(pi)`. */
const DENSITY_FACTOR = 1 / Math.sqrt(Math.PI);

/**
 * `x Phi(x)`, element-wise, with the exact normal distribution function `Phi(x) = (1 + erf(x / sqrt 2)) / 2`.
 *
 * The gradient `Phi(x) + x phi(x)` is written out; `Phi` is computed once.
 *
 * @see Hendrycks and Gimpel 2016, arXiv 1606.08415, section 2
 */
export function gelu(x: tf.Tensor): tf.Tensor {
  const activate = tf.customGrad((input, save) => {
    const xs = input as tf.Tensor;
    const scaled = tf.mul(xs, Math.SQRT1_2);
    const below = tf.add(tf.mul(tf.erf(scaled), 0.5), 0.5);
    (save as tf.GradSaveFunc)([scaled, below]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [u, phi] = saved as [tf.Tensor, tf.Tensor];
      // x phi(x) = u exp(-u^2) / sqrt(pi), u = x / sqrt 2
      const slope = tf.mul(tf.mul(u, DENSITY_FACTOR), tf.exp(tf.neg(tf.square(u))));
      return tf.mul(dy, tf.add(phi, slope));
    };
    return { value: tf.mul(xs, below), gradFunc };
  });
  return activate(x);
}
