// Rectified flow: Liu, Gong and Liu 2022, arXiv 2209.03003; flow matching: Lipman et al. 2022, arXiv 2210.02747.
import * as tf from '@tensorflow/tfjs-core';
import type { Objective } from './objective.js';

/** Times stay this far from 0 and 1, where there is nothing to learn and sigma is infinite. */
const MARGIN = 1e-3;
/** Our embedding of levels is made for thousands. */
const LEVEL_SCALE = 1000;

/** Noise over picture in `x_t = (1 - t) x0 + t n`. */
const sigmaOf = (time: number) => time / (1 - time);

/** `1 - t` where t / (1 - t) = sigma. */
const remaining = (sigma: tf.Tensor) => tf.reciprocal(tf.add(sigma, 1));

/**
 * Predicts the velocity `n - x0` of the straight path from picture to noise, at times drawn uniformly.
 *
 * `x_t = (1 - t) x` and `x0 = x_t - t v`, with t = sigma / (1 + sigma).
 *
 * @see Liu, Gong and Liu 2022, arXiv 2209.03003, equation 1, with time from picture to noise
 */
export const rectifiedFlow: Objective = {
  preconditioning: {
    skip: remaining,
    output: (sigma) => tf.neg(tf.mul(sigma, remaining(sigma))),
    input: remaining,
    level: (sigma) => tf.mul(tf.mul(sigma, remaining(sigma)), LEVEL_SCALE),
  },
  draws: 'uniform',
  trainingLevels: (drawn) => {
    const time = tf.add(tf.mul(drawn, 1 - 2 * MARGIN), MARGIN);
    return { sigma: tf.div(time, tf.sub(1, time)), level: tf.mul(time, LEVEL_SCALE) };
  },
  sigmaMin: sigmaOf(MARGIN),
  sigmaMax: sigmaOf(1 - MARGIN),
  samplingSigmas: (count) => Array.from({ length: count }, (_, i) => sigmaOf(1 - MARGIN - (i * (1 - 2 * MARGIN)) / count)),
};
