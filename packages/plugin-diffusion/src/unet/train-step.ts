import { type AdamState, adam, averageWeights, lossAndGradient } from '@aigc/nn';
import type { Named, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { UnetConfig } from './config.js';
import { unetLoss } from './loss.js';
import { unetEntries } from './parameters.js';

/** What training carries from step to step; weights, average and moments are flat vectors. */
export interface UnetState<T> {
  readonly weights: T;
  /** Moving average of `weights`: what is sampled. */
  readonly average: T;
  readonly optimiser: AdamState<T>;
}

/** One batch and its noise. */
export interface UnetInputs {
  /** Pictures, float32 `[B, S, S, C]` in [-1, 1]. */
  readonly images: tf.Tensor;
  /** float32 `[B, S, S, C]`, standard normal. */
  readonly noise: tf.Tensor;
  /** float32 `[B]`, uniform in [0, 1): chooses each picture's timestep. */
  readonly uniform: tf.Tensor;
}

/**
 * One Adam step on the noise-prediction loss, and the averaged weights: `(state, inputs) -> { state, metrics: { loss } }`.
 *
 * @see Ho, Jain and Abbeel 2020, arXiv 2006.11239, algorithm 1
 */
export function unetTrainStep(config: UnetConfig) {
  const entries = unetEntries(config);
  const { learningRate, emaDecay, numTrainTimesteps } = config;
  return (state: UnetState<tf.Tensor>, { images, noise, uniform }: UnetInputs) => {
    const timestep = tf.cast(tf.floor(tf.mul(uniform, numTrainTimesteps)), 'int32');
    const { loss, gradient } = lossAndGradient(
      (parameters) => unetLoss(parameters, { images, noise, timestep }, config),
      state.weights,
      entries,
    );
    const updated = adam(state.weights, gradient, state.optimiser, { learningRate });
    const next: UnetState<tf.Tensor> = {
      weights: updated.parameters,
      average: averageWeights(state.average, updated.parameters, state.optimiser.updates, emaDecay),
      optimiser: updated.state,
    };
    const metrics: Named<tf.Scalar> = { loss };
    return { state: next as unknown as Tree<tf.Tensor>, metrics };
  };
}
