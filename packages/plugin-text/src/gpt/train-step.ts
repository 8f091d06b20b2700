import { type AdamState, accumulateGradient, adam, averageWeights, clipGradient, lossAndGradient, unpack } from '@aigc/nn';
import type { Named, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { GptConfig } from './config.js';
import { dropoutFrom } from './dropout.js';
import { trainingLoss } from './loss.js';
import { gptEntries, trainedEntries } from './parameters.js';
import { decayMatrices } from './weight-decay.js';

/** What training carries from step to step; weights, averages and moments are flat vectors. */
export interface GptState<T> {
  /** What is trained: everything, or the adapters. */
  readonly weights: T;
  /** Moving average of `weights`, where there is one: what is judged and sampled. */
  readonly average?: T;
  /** All other weights, where adapters are trained. */
  readonly frozen?: T;
  readonly optimiser: AdamState<T>;
}

/** What one training step takes. */
export interface GptInputs extends Named<tf.Tensor> {
  /** int32 `[B, stretchLength + 1]`. */
  readonly tokenIds: tf.Tensor;
  /** float32 scalar. */
  readonly learningRate: tf.Tensor;
}

/** Parameters by name, those of the base beside those that are trained. */
export function namedParameters(trained: Named<tf.Tensor>, frozen: tf.Tensor | undefined, config: GptConfig): Named<tf.Tensor> {
  return frozen === undefined ? trained : { ...unpack(frozen, gptEntries(config)), ...trained };
}

/**
 * One AdamW step on a clipped gradient, and the averages moved after it:
 * `(state, { tokenIds, learningRate, dropout? }) -> { state, metrics: { loss, gradientNorm } }`.
 *
 * `dropout` is float32 `[microBatches, dropoutCount]`, uniform, where the configuration has dropout.
 */
export function gptTrainStep(config: GptConfig) {
  const entries = trainedEntries(config);
  const { beta1, beta2, weightDecay, gradientClipNorm, microBatches, emaDecay } = config;
  return (state: GptState<tf.Tensor>, { learningRate, ...batch }: GptInputs) => {
    const { loss, gradient } = accumulateGradient(batch as Named<tf.Tensor>, microBatches, ({ tokenIds, dropout }) => {
      const ids = tokenIds as tf.Tensor;
      const masks = dropout && dropoutFrom(tf.reshape(dropout, [-1]), config, ids.shape[0] as number);
      const lossOf = (trained: Named<tf.Tensor>) =>
        trainingLoss(namedParameters(trained, state.frozen, config), ids, config, masks);
      return lossAndGradient(lossOf, state.weights, entries);
    });
    const { norm, factor } = clipGradient(gradient, gradientClipNorm);
    const decayed = weightDecay === 0 ? state.weights : decayMatrices(state.weights, entries, learningRate, weightDecay);
    const options = { learningRate: learningRate as tf.Scalar, beta1, beta2, gradientFactor: factor };
    const updated = adam(decayed, gradient, state.optimiser, options);
    const { average, frozen, optimiser } = state;
    const next: GptState<tf.Tensor> = {
      weights: updated.parameters,
      optimiser: updated.state,
      ...(average && { average: averageWeights(average, updated.parameters, optimiser.updates, emaDecay) }),
      ...(frozen && { frozen }),
    };
    const metrics: Named<tf.Scalar> = { loss, gradientNorm: norm };
    return { state: next as unknown as Tree<tf.Tensor>, metrics };
  };
}
