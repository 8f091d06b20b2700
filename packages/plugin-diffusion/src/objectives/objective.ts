import type * as tf from '@tensorflow/tfjs-core';
import type { Preconditioning } from '../denoisers/preconditioned.js';

/** Noise levels of a batch, float32 `[B]` each. */
export interface NoiseLevels {
  readonly sigma: tf.Tensor;
  /** What the network is told about them. */
  readonly level: tf.Tensor;
}

/** What a network learns to predict, and at which noise levels. */
export interface Objective {
  readonly preconditioning: Preconditioning;
  /** Distribution of the numbers that `trainingLevels` takes. */
  readonly draws: 'uniform' | 'normal';
  /** Noise levels to train at. @param drawn float32 `[B]`, uniform in [0, 1) or standard normal */
  trainingLevels(drawn: tf.Tensor): NoiseLevels;
  /** The lowest and highest noise that was trained. */
  readonly sigmaMin: number;
  readonly sigmaMax: number;
  /** `count` different noise levels to sample at, descending, as the objective's paper spaces them; fewer where it has no more. */
  samplingSigmas(count: number): number[];
}
