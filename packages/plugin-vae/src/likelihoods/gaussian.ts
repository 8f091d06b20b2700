import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood, Observation } from './likelihood.js';

/** Variance of rounding to 8 bits, in the unit of x: the density cannot grow beyond what such pictures can tell. */
const ROUNDING_VARIANCE = 1 / (12 * 255 ** 2);

function negativeLogLikelihood({ output, x, logScale }: Observation): tf.Tensor {
  const variance = tf.add(tf.exp(tf.mul(logScale as tf.Tensor, 2)), ROUNDING_VARIANCE);
  const squares = tf.div(tf.square(tf.sub(x, tf.sigmoid(output))), variance);
  return tf.mul(tf.sum(tf.add(squares, tf.log(tf.mul(variance, 2 * Math.PI))), -1), 0.5);
}

/**
 * Pixels around a mean with one standard deviation, which is learnt: `log p(x | z) = -1/2 sum (x - m)^2 / v + log(2 pi v)`.
 *
 * A density: its nats cannot be compared with those of discrete pixels.
 *
 * @see Rybkin, Daniilidis and Levine 2021, arXiv 2006.13202, equation 2, for the learnt scale
 */
export const gaussian: Likelihood = {
  hasScale: true,
  negativeLogLikelihood,
  loss: (observation) => tf.mean(negativeLogLikelihood(observation)) as tf.Scalar,
};
