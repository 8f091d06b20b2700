import * as tf from '@tensorflow/tfjs-core';
import { type SigmaSampler, sigmaPairs } from './sigma-sampler.js';

/**
 * Euler's method on the probability flow `dx / dsigma = (x - D(x; sigma)) / sigma`; first order.
 *
 * @see Karras et al. 2022, arXiv 2206.00364, equation 3 and algorithm 1 without lines 6 to 8
 */
export const euler: SigmaSampler = {
  schedule: sigmaPairs,
  isStochastic: () => false,
  start: (x) => ({ x }),
  step: ({ x }, { denoise, scalars: { sigma, next } }) => {
    const current = x as tf.Tensor;
    const slope = tf.div(tf.sub(current, denoise(current, sigma as tf.Tensor)), sigma as tf.Tensor);
    return { x: tf.add(current, tf.mul(tf.sub(next as tf.Tensor, sigma as tf.Tensor), slope)) };
  },
};
