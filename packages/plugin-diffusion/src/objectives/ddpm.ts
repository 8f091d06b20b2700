// DDPM: Ho, Jain and Abbeel 2020, arXiv 2006.11239; v-prediction: Salimans and Ho 2022, arXiv 2202.00512.
import * as tf from '@tensorflow/tfjs-core';
import type { Preconditioning } from '../denoisers/preconditioned.js';
import type { Objective } from './objective.js';
import { levelsOfTimesteps, type TimestepSettings, timestepOfSigma, timestepSigmas } from './timesteps.js';

/** `1 / sqrt(1 + sigma^2)`, the share of the picture in `x_t = alpha (x0 + sigma n)`, which has variance 1. */
const alpha = (sigma: tf.Tensor) => tf.rsqrt(tf.add(tf.square(sigma), 1));

/** `count` timesteps, evenly spaced from the last one down; fewer where there are not so many. */
function spacedSigmas(sigmas: readonly number[], count: number): number[] {
  const last = sigmas.length - 1;
  const stride = count === 1 ? 0 : last / (count - 1);
  return [...new Set(Array.from({ length: count }, (_, i) => sigmas[Math.round(last - i * stride)] as number))];
}

function onTimesteps(settings: TimestepSettings, parts: Pick<Preconditioning, 'skip' | 'output'>): Objective {
  const sigmas = timestepSigmas(settings);
  return {
    preconditioning: { ...parts, input: alpha, level: (sigma) => timestepOfSigma(sigma, sigmas) },
    draws: 'uniform',
    trainingLevels: (drawn) => levelsOfTimesteps(tf.cast(tf.floor(tf.mul(drawn, sigmas.length)), 'int32'), sigmas),
    sigmaMin: sigmas[0] as number,
    sigmaMax: sigmas.at(-1) as number,
    samplingSigmas: (count) => spacedSigmas(sigmas, count),
  };
}

/**
 * Predicts the noise, at timesteps drawn uniformly: F estimates n, so `x0 = x - sigma F`.
 *
 * @see Ho, Jain and Abbeel 2020, arXiv 2006.11239, equation 14: the loss; table 1 of Karras et al. 2022, column VP
 */
export function epsilonPrediction(settings: TimestepSettings): Objective {
  return onTimesteps(settings, { skip: tf.onesLike, output: tf.neg });
}

/**
 * Predicts the velocity `v = alpha (n - sigma x0)`, at timesteps drawn uniformly; its squared error weighs that of x0 by 1 + SNR.
 *
 * `x0 = alpha^2 x - alpha sigma v`, from their equation `x0 = alpha_t x_t - sigma_t v` with `x_t = alpha x`.
 *
 * @see Salimans and Ho 2022, arXiv 2202.00512, section 4 and appendix D
 */
export function vPrediction(settings: TimestepSettings): Objective {
  return onTimesteps(settings, {
    skip: (sigma) => tf.square(alpha(sigma)),
    output: (sigma) => tf.neg(tf.mul(sigma, alpha(sigma))),
  });
}
