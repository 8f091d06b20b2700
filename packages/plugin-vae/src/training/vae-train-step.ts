import { adam, averageWeights, lossAndGradient, parameterCount, unpack } from '@aigc/nn';
import type { Named, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { vaeLoss } from '../bound/vae-loss.js';
import type { VaeConfig } from '../config/vae-config.js';
import { type VaeArchitecture, vaeEntries } from '../network/architecture.js';
import { flatPixels } from '../network/pixels.js';
import type { VaeState } from './vae-state.js';

/** Inputs of one step. */
export interface VaeStepInputs {
  /** float32 `[B, S, S, C]` in [-1, 1]. */
  readonly images: tf.Tensor;
  /** float32 `[B, latentSize]`, standard normal. */
  readonly epsilon: tf.Tensor;
  /** Default: the configuration's. */
  readonly learningRate?: tf.Scalar;
}

/** The weight of the divergence at an update, `updates` of them done: a number where it never changes. */
function klWeightAt({ klWeight, klWarmupSteps }: VaeConfig, updates: tf.Tensor): number | tf.Scalar {
  if (klWarmupSteps === 0) return klWeight;
  const share = tf.minimum(tf.div(tf.add(updates, 1), klWarmupSteps), 1);
  return tf.mul(share, klWeight) as tf.Scalar;
}

/**
 * One Adam step on the weighted bound, and the averages moved after it. Losses are in nats a picture.
 *
 * The loss is written twice, for its gradient and for its two terms, and computed once: the engine merges equal expressions.
 */
export function vaeTrainStep<Config extends VaeConfig>(architecture: VaeArchitecture<Config>, config: Config) {
  const { encoder, decoder, all } = vaeEntries(architecture, config);
  const sizes = [parameterCount(encoder), parameterCount(decoder)];
  const lossOf = vaeLoss(architecture, config);
  return (state: VaeState<tf.Tensor>, { images, epsilon, learningRate }: VaeStepInputs) => {
    const { optimiser } = state;
    const inputs = { x: flatPixels(images), epsilon, klWeight: klWeightAt(config, optimiser.updates) };
    const { gradient } = lossAndGradient((parameters) => lossOf(parameters, inputs).loss, state.weights, all);
    const { loss, reconstructionLoss, klDivergence } = lossOf(unpack(state.weights, all), inputs);

    const updated = adam(state.weights, gradient, optimiser, { learningRate: learningRate ?? config.learningRate });
    const [newEncoder, newDecoder] = tf.split(updated.parameters as tf.Tensor1D, sizes) as [tf.Tensor, tf.Tensor];
    const average = (old: tf.Tensor, current: tf.Tensor): tf.Tensor =>
      averageWeights(old, current, optimiser.updates, config.emaDecay);
    const next: VaeState<tf.Tensor> = {
      weights: updated.parameters,
      average: { encoder: average(state.average.encoder, newEncoder), decoder: average(state.average.decoder, newDecoder) },
      optimiser: updated.state,
    };
    const metrics: Named<tf.Scalar> = { loss, reconstructionLoss, klDivergence };
    return { state: next as unknown as Tree<tf.Tensor>, metrics };
  };
}
