import { type AdamState, adam, lossAndGradient } from '@aigc/nn';
import type { Named, Tree } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import type { MlpVaeConfig } from './config.js';
import { mlpVaeLoss, type VaeInputs } from './loss.js';
import { mlpVaeEntries } from './network.js';

/** What training carries from step to step; weights and moments are flat vectors. */
export interface MlpVaeState<T> {
  readonly weights: T;
  readonly optimiser: AdamState<T>;
}

/** One Adam step on the negative evidence lower bound: `(state, { x, noise }) -> { state, metrics: { loss } }`. */
export function mlpVaeTrainStep(config: MlpVaeConfig) {
  const entries = mlpVaeEntries(config);
  return (state: MlpVaeState<tf.Tensor>, inputs: VaeInputs) => {
    const { loss, gradient } = lossAndGradient((parameters) => mlpVaeLoss(parameters, inputs).loss, state.weights, entries);
    const updated = adam(state.weights, gradient, state.optimiser, { learningRate: config.learningRate });
    const next: MlpVaeState<tf.Tensor> = { weights: updated.parameters, optimiser: updated.state };
    const metrics: Named<tf.Scalar> = { loss };
    return { state: next as unknown as Tree<tf.Tensor>, metrics };
  };
}
