import * as tf from '@tensorflow/tfjs-core';
import { type SigmaSampler, sigmaPairs } from './sigma-sampler.js';

/**
 * Ancestral sampling: each step draws from the posterior of the less noisy picture, given the noisy one and the denoised one.
 *
 * With pictures unscaled, the posterior from noise level s to s' has mean `x0 + (s' / s)^2 (x - x0)` and deviation
 * `s' sqrt(1 - s'^2 / s^2)`.
 *
 * @see Ho, Jain and Abbeel 2020, arXiv 2006.11239, equations 6 and 7 and algorithm 2
 */
export const ddpm: SigmaSampler = {
  schedule: (sigmas) =>
    sigmaPairs(sigmas).map(({ sigma, next }) => {
      const share = (next / sigma) ** 2;
      return { sigma, share, deviation: next * Math.sqrt(1 - share) };
    }),
  isStochastic: () => true,
  start: (x) => ({ x }),
  step: ({ x }, { denoise, scalars: { sigma, share, deviation }, noise }) => {
    const current = x as tf.Tensor;
    const denoised = denoise(current, sigma as tf.Tensor);
    const mean = tf.add(denoised, tf.mul(share as tf.Tensor, tf.sub(current, denoised)));
    return { x: tf.add(mean, tf.mul(deviation as tf.Tensor, noise as tf.Tensor)) };
  },
};
