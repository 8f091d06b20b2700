// EDM: Karras et al. 2022, arXiv 2206.00364, last column of table 1.
import * as tf from '@tensorflow/tfjs-core';
import { karrasSigmas } from '../samplers/karras-sigmas.js';
import type { Objective } from './objective.js';

/** Standard deviation of pictures in [-1, 1], as the paper sets it for photographs. */
const SIGMA_DATA = 0.5;
/** Mean and deviation of log sigma in training. */
const LOG_SIGMA = { mean: -1.2, deviation: 1.2 };
/** c_noise is log(sigma) / 4; our embedding of levels is made for thousands. */
const LEVEL_SCALE = 1000 / 4;

/** `1 / sqrt(sigma^2 + sigmaData^2)`. */
const inverseNorm = (sigma: tf.Tensor) => tf.rsqrt(tf.add(tf.square(sigma), SIGMA_DATA ** 2));

/**
 * Predicts the picture at low noise and more of the noise at high noise, so that inputs and targets always have variance 1; noise
 * levels are log-normal.
 *
 * @see Karras et al. 2022, arXiv 2206.00364, equation 8: the loss, weighted by `1 / c_out^2`
 */
export const edm: Objective = {
  preconditioning: {
    skip: (sigma) => tf.square(tf.mul(inverseNorm(sigma), SIGMA_DATA)),
    output: (sigma) => tf.mul(tf.mul(sigma, SIGMA_DATA), inverseNorm(sigma)),
    input: inverseNorm,
    level: (sigma) => tf.mul(tf.log(sigma), LEVEL_SCALE),
  },
  draws: 'normal',
  trainingLevels: (drawn) => {
    const logSigma = tf.add(tf.mul(drawn, LOG_SIGMA.deviation), LOG_SIGMA.mean);
    return { sigma: tf.exp(logSigma), level: tf.mul(logSigma, LEVEL_SCALE) };
  },
  sigmaMin: 0.002,
  sigmaMax: 80,
  samplingSigmas: (count) => karrasSigmas(count, edm),
};
