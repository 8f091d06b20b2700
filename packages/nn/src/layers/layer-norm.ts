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
  const channels = x.shape.at(-1) as number;
  const normalise = tf.customGrad((input, scaleInput, shiftInput, save) => {
    const [xs, gamma, beta] = [input as tf.Tensor, scaleInput as tf.Tensor, shiftInput as tf.Tensor];
    const centred = tf.sub(xs, tf.mean(xs, -1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), EPSILON));
    const normalised = tf.mul(centred, inverse);
    (save as tf.GradSaveFunc)([normalised, inverse, gamma]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [n, r, g] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      // dx = r (d - mean(d) - x^ mean(d x^)), d = dy g; the means are products with g / C: [N, C] x [C, 1]
      const meanOf = (rows: tf.Tensor) => tf.matMul(rows as tf.Tensor2D, tf.reshape(tf.div(g, channels), [channels, 1]));
      const along = tf.mul(dy, n);
      const dx = tf.mul(r, tf.sub(tf.sub(tf.mul(dy, g), meanOf(dy)), tf.mul(n, meanOf(along))));
      return [dx, tf.sum(along, 0), tf.sum(dy, 0)];
    };
    return { value: tf.add(tf.mul(normalised, gamma), beta), gradFunc };
  });
  // [..., C] -> [N, C]
  return tf.reshape(normalise(tf.reshape(x, [-1, channels]), scale, shift), x.shape);
}
