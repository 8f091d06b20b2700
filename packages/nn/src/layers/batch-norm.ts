import * as tf from '@tensorflow/tfjs-core';
import { channelSum } from './channel-sum.js';

const EPSILON = 1e-5;

/** Per-channel statistics of one batch. */
export interface ChannelStatistics {
  /** float32 `[C]` */
  readonly mean: tf.Tensor1D;
  /** float32 `[C]`, biased (divided by the count). */
  readonly variance: tf.Tensor1D;
}

/** Mean and variance of every channel over batch and space. @param x float32 `[..., C]` */
export function channelStatistics(x: tf.Tensor): ChannelStatistics {
  const count = x.size / (x.shape.at(-1) as number);
  const mean = tf.div(channelSum(x), count) as tf.Tensor1D;
  return { mean, variance: tf.div(channelSum(tf.square(tf.sub(x, mean))), count) as tf.Tensor1D };
}

/** Learned scale and shift of a normalisation, float32 `[C]` each. */
export interface ScaleShift {
  readonly scale: tf.Tensor;
  readonly shift: tf.Tensor;
}

/** Normalises with given statistics: what a trained network does, where no sample may depend on its batch. */
export function normaliseWith(x: tf.Tensor, { mean, variance }: ChannelStatistics, { scale, shift }: ScaleShift): tf.Tensor {
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(x, factor), tf.sub(shift, tf.mul(mean, factor)));
}

/**
 * Batch normalisation with the batch's own statistics, as in training.
 *
 * The gradient is written out: three passes over the batch instead of the nine that differentiating each operation makes.
 *
 * @param x float32 `[..., C]`
 * @see Ioffe and Szegedy 2015, arXiv 1502.03167, algorithm 1 and the equations of section 3
 */
export function batchNorm(x: tf.Tensor, { scale, shift }: ScaleShift): tf.Tensor {
  const normalise = tf.customGrad((input, scaleInput, shiftInput, save) => {
    const [xs, gamma, beta] = [input as tf.Tensor, scaleInput as tf.Tensor, shiftInput as tf.Tensor];
    const { mean, variance } = channelStatistics(xs);
    // Centred before it is scaled: where the mean is far from 0, x g r - mean g r would lose digits.
    const centred = tf.sub(xs, mean);
    const inverse = tf.rsqrt(tf.add(variance, EPSILON));
    (save as tf.GradSaveFunc)([centred, gamma, inverse]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [c, g, r] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const normalised = tf.mul(c, r);
      const dShift = channelSum(dy);
      const dScale = channelSum(tf.mul(dy, normalised));
      // dx = g r (dy - mean(dy) - x^ mean(dy x^)), gathered by dy, x^ and constants per channel
      const count = c.size / (g.size || 1);
      const factor = tf.mul(g, r);
      const dx = tf.sub(
        tf.mul(dy, factor),
        tf.add(tf.mul(normalised, tf.mul(factor, tf.div(dScale, count))), tf.mul(factor, tf.div(dShift, count))),
      );
      return [dx, dScale, dShift];
    };
    return { value: tf.add(tf.mul(centred, tf.mul(gamma, inverse)), beta), gradFunc };
  });
  return normalise(x, scale, shift);
}
