import { type AdamState, adam, clipGradient, lossAndGradient } from '@aigc/nn';
import type { Named, Tree } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import type { GptConfig } from './config.js';
import { gptLoss } from './loss.js';
import { gptEntries } from './network.js';

/** What training carries from step to step; weights and moments are flat vectors. */
export interface GptState<T> {
  readonly weights: T;
  readonly optimiser: AdamState<T>;
}

/**
 * One AdamW step on a clipped gradient: `(state, { tokenIds }) -> { state, metrics: { loss, gradientNorm } }`.
 *
 * @param inputs `tokenIds` int32 `[B, contextLength + 1]`
 */
export function gptTrainStep(config: GptConfig) {
  const entries = gptEntries(config);
  const { learningRate, beta1, beta2, weightDecay, gradientClipNorm } = config;
  return (state: GptState<tf.Tensor>, inputs: { tokenIds: tf.Tensor }) => {
    const { loss, gradient } = lossAndGradient(
      (parameters) => gptLoss(parameters, inputs.tokenIds, config),
      state.weights,
      entries,
    );
    const { norm, factor } = clipGradient(gradient, gradientClipNorm);
    const options = { learningRate, beta1, beta2, weightDecay, gradientFactor: factor };
    const updated = adam(state.weights, gradient, state.optimiser, options);
    const next: GptState<tf.Tensor> = { weights: updated.parameters, optimiser: updated.state };
    const metrics: Named<tf.Scalar> = { loss, gradientNorm: norm };
    return { state: next as unknown as Tree<tf.Tensor>, metrics };
  };
}
