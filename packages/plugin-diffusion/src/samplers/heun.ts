import * as tf from '@tensorflow/tfjs-core';
import { type SigmaSampler, sigmaPairs } from './sigma-sampler.js';

/**
 * Heun's method: a step of Euler, then the same step again with the mean of the slopes at its two ends; second order.
 *
 * Each entry of the schedule is one evaluation, `corrector` 0 or 1, so that one compiled network serves both: 2 n - 1 for n steps,
 * since the one to sigma 0 has no slope at its end.
 *
 * @see Karras et al. 2022, arXiv 2206.00364, algorithm 1
 */
export const heun: SigmaSampler = {
  schedule: (sigmas) =>
    sigmaPairs(sigmas).flatMap(({ sigma, next }) => {
      const change = next - sigma;
      const predictor = { sigma, change, corrector: 0 };
      return next === 0 ? [predictor] : [predictor, { sigma: next, change, corrector: 1 }];
    }),
  isStochastic: () => false,
  start: (x) => ({ x, base: x, slope: tf.zerosLike(x) }),
  step: ({ x, base, slope }, { denoise, scalars }) => {
    const { sigma, change, corrector } = scalars as { [name: string]: tf.Tensor };
    const [current, c] = [x as tf.Tensor, corrector as tf.Tensor];
    const here = tf.div(tf.sub(current, denoise(current, sigma as tf.Tensor)), sigma as tf.Tensor);
    // the point that the step starts from: x itself, or where the predictor started
    const from = tf.add(tf.mul(tf.sub(1, c), current), tf.mul(c, base as tf.Tensor));
    const along = tf.add(here, tf.mul(tf.mul(c, 0.5), tf.sub(slope as tf.Tensor, here)));
    return { x: tf.add(from, tf.mul(change as tf.Tensor, along)), base: from, slope: along };
  },
};
