import type { HostTensor, Named, RandomStream, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from '../losses/cross-entropy.js';
import { type AdamState, adam, adamState } from '../optimisers/adam.js';
import { averageWeights } from '../optimisers/ema.js';
import { initialVector } from '../parameters/initialise.js';
import { lossAndGradient, unpack } from '../parameters/parameter-table.js';
import { type LenetConfig, lenetEntries, lenetFeatures, lenetLogits } from './lenet.js';

/** What training carries from step to step: flat vectors. */
export interface LenetState<T> {
  readonly weights: T;
  /** Moving average of the weights: what is used. */
  readonly average: T;
  readonly optimiser: AdamState<T>;
}

/** Inputs of one step. */
export interface LenetInputs<T> {
  /** float32 `[B, S, S, C]` in [-1, 1]. */
  readonly images: T;
  /** int32 `[B]` */
  readonly labels: T;
  /** float32 `[B, 128]`, uniform in [0, 1): decides which features are dropped. */
  readonly dropout: T;
  /** float32 scalar. */
  readonly learningRate: T;
}

/** Features and class probabilities of a batch. */
export interface LenetOutput<T> {
  /** float32 `[B, 128]` */
  readonly features: T;
  /** float32 `[B, classes]` */
  readonly probabilities: T;
}

const EMA_DECAY = 0.995;
const DROPOUT = 0.5;

/** Fresh weights and optimiser state. */
export function lenetState(config: LenetConfig, random: RandomStream): LenetState<HostTensor> {
  const weights = initialVector(lenetEntries(config), random);
  const average: HostTensor = { ...weights, data: weights.data.slice() };
  return { weights, average, optimiser: adamState(weights.data.length) };
}

/** One Adam step on the cross entropy, half of the features dropped (Srivastava et al. 2014). */
export function lenetTrainStep(config: LenetConfig) {
  const entries = lenetEntries(config);
  return (state: LenetState<tf.Tensor>, inputs: LenetInputs<tf.Tensor>) => {
    const { images, labels, dropout, learningRate } = inputs;
    const kept = tf.div(tf.cast(tf.greaterEqual(dropout, DROPOUT), 'float32'), 1 - DROPOUT);
    const { loss, gradient } = lossAndGradient(
      (parameters) => crossEntropy(lenetLogits(parameters, tf.mul(lenetFeatures(parameters, images), kept)), labels),
      state.weights,
      entries,
    );
    const updated = adam(state.weights, gradient, state.optimiser, { learningRate: learningRate as tf.Scalar });
    const average = averageWeights(state.average, updated.parameters, state.optimiser.updates, EMA_DECAY);
    const next = { weights: updated.parameters, average, optimiser: updated.state };
    return { state: next as unknown as Tree<tf.Tensor>, metrics: { loss } as Named<tf.Scalar> };
  };
}

/** `(weights [N], images [B, S, S, C]) -> LenetOutput`, nothing dropped. */
export function lenetApply(config: LenetConfig) {
  const entries = lenetEntries(config);
  return (weights: tf.Tensor, images: tf.Tensor): LenetOutput<tf.Tensor> => {
    const parameters = unpack(weights, entries);
    const features = lenetFeatures(parameters, images);
    return { features, probabilities: tf.softmax(lenetLogits(parameters, features)) };
  };
}
