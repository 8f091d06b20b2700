import * as tf from '@tensorflow/tfjs-core';
import { type SigmaSampler, sigmaPairs } from './sigma-sampler.js';

/**
 * DPM-Solver++(2M): an exponential integrator in log sigma that extrapolates from the last two denoised pictures; second order
 * with one evaluation a step.
 *
 * With pictures unscaled, `lambda = -log sigma` and `exp(-h) = s' / s`. The first step knows one picture and the last, to sigma 0, is
 * infinitely long: both are first order.
 *
 * @see Lu et al. 2022, arXiv 2211.01095, algorithm 2
 */
export const dpmpp2m: SigmaSampler = {
  schedule: (sigmas) => {
    const pairs = sigmaPairs(sigmas);
    return pairs.map(({ sigma, next }, i) => {
      const before = pairs[i - 1];
      const isFirstOrder = before === undefined || next === 0;
      // 1 / (2 r), r = h of the step before / h of this one
      const extrapolation = isFirstOrder ? 0 : Math.log(sigma / next) / (2 * Math.log(before.sigma / sigma));
      return { sigma, ratio: next / sigma, extrapolation };
    });
  },
  isStochastic: () => false,
  start: (x) => ({ x, last: tf.zerosLike(x) }),
  step: ({ x, last }, { denoise, scalars }) => {
    const { sigma, ratio, extrapolation } = scalars as { [name: string]: tf.Tensor };
    const current = x as tf.Tensor;
    const denoised = denoise(current, sigma as tf.Tensor);
    const ahead = tf.add(denoised, tf.mul(extrapolation as tf.Tensor, tf.sub(denoised, last as tf.Tensor)));
    const next = tf.add(tf.mul(ratio as tf.Tensor, current), tf.mul(tf.sub(1, ratio as tf.Tensor), ahead));
    return { x: next, last: denoised };
  },
};
