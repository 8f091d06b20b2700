import * as tf from '@tensorflow/tfjs-core';
import { type SigmaSampler, sigmaPairs } from './sigma-sampler.js';

/**
 * DDIM: keeps the direction of the noise and shortens it; a share `eta` of it is drawn anew. First order.
 *
 * With pictures unscaled, `x = x_t / sqrt(alpha_t)`, their deviation of fresh noise becomes `up = eta s' sqrt(1 - s'^2 / s^2)`, from
 * noise level s to s'. At eta 0 it is Euler's method, at 1 DDPM.
 *
 * @see Song, Meng and Ermon 2021, arXiv 2010.02502, equations 12 and 16
 */
export const ddim: SigmaSampler = {
  schedule: (sigmas, { eta }) =>
    sigmaPairs(sigmas).map(({ sigma, next }) => {
      const up = eta * next * Math.sqrt(1 - (next / sigma) ** 2);
      return { sigma, down: Math.sqrt(next ** 2 - up ** 2), up };
    }),
  isStochastic: ({ eta }) => eta > 0,
  start: (x) => ({ x }),
  step: ({ x }, { denoise, scalars: { sigma, down, up }, noise }) => {
    const current = x as tf.Tensor;
    const denoised = denoise(current, sigma as tf.Tensor);
    const epsilon = tf.div(tf.sub(current, denoised), sigma as tf.Tensor);
    const kept = tf.add(denoised, tf.mul(down as tf.Tensor, epsilon));
    return { x: noise === undefined ? kept : tf.add(kept, tf.mul(up as tf.Tensor, noise)) };
  },
};
