import { type AdamState, adam, averageWeights, lossAndGradient, parameterCount, unpack } from '@aigc/nn';
import type { Named, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { MlpVaeConfig } from './config.js';
import { mlpVaeLoss } from './loss.js';
import { decoderEntries, encoderEntries, flatPixels, mlpVaeEntries } from './network.js';

/** What training carries from step to step; weights, averages and moments are flat vectors. */
export interface MlpVaeState<T> {
  /** Encoder, then decoder. */
  readonly weights: T;
  /** Moving average of the decoder's part of `weights`: what is sampled. */
  readonly average: T;
  readonly optimiser: AdamState<T>;
}

/**
 * One Adam step on the negative evidence lower bound, and the averages of the decoder moved after it. Losses are in nats a
 * picture.
 *
 * The loss is written twice, for its gradient and for its two terms, and computed once: the engine merges equal expressions.
 *
 * @param inputs `images` float32 `[B, S, S, C]` in [-1, 1]; `epsilon` float32 `[B, latentSize]`, standard normal
 */
export function mlpVaeTrainStep(config: MlpVaeConfig) {
  const entries = mlpVaeEntries(config);
  // the vector's end holds the decoder
  const decoderStart = [parameterCount(encoderEntries(config))];
  const decoderSize = [parameterCount(decoderEntries(config))];
  const { learningRate, emaDecay } = config;
  return (state: MlpVaeState<tf.Tensor>, { images, epsilon }: { images: tf.Tensor; epsilon: tf.Tensor }) => {
    const inputs = { x: flatPixels(images), epsilon };
    const { gradient } = lossAndGradient((parameters) => mlpVaeLoss(parameters, inputs).loss, state.weights, entries);
    const { loss, reconstructionLoss, klDivergence } = mlpVaeLoss(unpack(state.weights, entries), inputs);

    const { optimiser } = state;
    const updated = adam(state.weights, gradient, optimiser, { learningRate });
    const decoder = tf.slice(updated.parameters, decoderStart, decoderSize);
    const next: MlpVaeState<tf.Tensor> = {
      weights: updated.parameters,
      average: averageWeights(state.average, decoder, optimiser.updates, emaDecay),
      optimiser: updated.state,
    };
    const metrics: Named<tf.Scalar> = { loss, reconstructionLoss, klDivergence };
    return { state: next as unknown as Tree<tf.Tensor>, metrics };
  };
}
