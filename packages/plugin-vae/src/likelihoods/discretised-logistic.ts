import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood, Observation } from './likelihood.js';
import { logSigmoid } from './log-sigmoid.js';

/** Half of the width of one of 256 levels, in the unit of x. */
const HALF_LEVEL = 0.5 / 255;

/**
 * `log(s(a) - s(b)) = log s(a) + log s(-b) + log(1 - exp(b - a))` with `a`, `b` the ends of a level in units of the scale: exact
 * far from the mean too, where both sigmoids round to the same number. The level 0 reaches down to minus infinity and 255 up to
 * infinity, which takes two of the terms away.
 */
function negativeLogLikelihood({ output, x, logScale }: Observation): tf.Tensor {
  const inverseScale = tf.exp(tf.neg(logScale as tf.Tensor));
  const distance = tf.sub(x, tf.sigmoid(output));
  const upper = tf.mul(tf.add(distance, HALF_LEVEL), inverseScale);
  const lower = tf.mul(tf.sub(distance, HALF_LEVEL), inverseScale);
  const width = tf.mul(inverseScale, 2 * HALF_LEVEL);
  const isAboveBlack = tf.cast(tf.greater(x, HALF_LEVEL), 'float32');
  const isBelowWhite = tf.cast(tf.less(x, 1 - HALF_LEVEL), 'float32');
  const ends = tf.add(tf.mul(isBelowWhite, logSigmoid(upper)), tf.mul(isAboveBlack, logSigmoid(tf.neg(lower))));
  const between = tf.mul(tf.mul(isAboveBlack, isBelowWhite), tf.log(tf.sub(1, tf.exp(tf.neg(width)))));
  return tf.neg(tf.sum(tf.add(ends, between), -1));
}

/**
 * Pixels of 256 levels: the share of a logistic distribution with a learnt scale that falls to a level,
 * `P(x | z) = s((x + 1/510 - m) / s) - s((x - 1/510 - m) / s)`. Divided by `D ln 2` it is the field's bits a dimension.
 *
 * @see Kingma et al. 2016, arXiv 1606.04934, section C.1; Salimans et al. 2017, arXiv 1701.05517, equation 2
 */
export const discretisedLogistic: Likelihood = {
  hasScale: true,
  negativeLogLikelihood,
  loss: (observation) => tf.mean(negativeLogLikelihood(observation)) as tf.Scalar,
};
