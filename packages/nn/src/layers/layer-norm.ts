import * as tf from '@tensorflow/tfjs-core';
import type { ScaleShift } from './batch-norm.js';

const EPSILON = 1e-5;

/**
 * Layer normalisation over the last axis, with its gradient written out.
 *
 * @param x float32 `[..., C]`
 * @see Ba, Kiros and Hinton 2016, arXiv 1607.06450, equation 4
 */
export function layerNorm(x: tf.Tensor, { scale, shift }: ScaleShift): tf.Tensor {
  const rows = x.shape.slice(0, -1).map((_, axis) => axis);
  const normalise = tf.customGrad((input, scaleInput, shiftInput, save) => {
    const [xs, gamma, beta] = [input as tf.Tensor, scaleInput as tf.Tensor, shiftInput as tf.Tensor];
    const centred = tf.sub(xs, tf.mean(xs, -1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), EPSILON));
    const normalised = tf.mul(centred, inverse);
    (save as tf.GradSaveFunc)([normalised, inverse, gamma]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [n, r, g] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      // dx = r (d - mean(d) - x^ mean(d x^)), d = dy g
      const d = tf.mul(dy, g);
      const along = tf.mean(tf.mul(d, n), -1, true);
      const dx = tf.mul(r, tf.sub(tf.sub(d, tf.mean(d, -1, true)), tf.mul(n, along)));
      return [dx, tf.sum(tf.mul(dy, n), rows), tf.sum(dy, rows)];
    };
    return { value: tf.add(tf.mul(normalised, gamma), beta), gradFunc };
  });
  return normalise(x, scale, shift);
}
