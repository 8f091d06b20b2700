import { adam, averageWeights, lossAndGradient, pack } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import type { GanConfig } from './gan-config.js';
import type { GanState } from './gan-state.js';
import type { GanNetworks } from './networks.js';

/** What an update of the generator is made with. */
export interface GeneratorUpdate {
  /** What the generator is to make small, float32 scalar. */
  loss(parameters: Named<tf.Tensor>): tf.Scalar;
  /** Statistics of the normalisations in this step's generated batch. */
  readonly statistics: Named<tf.Tensor>;
  readonly learningRate: tf.Scalar | number;
}

/** One update of the generator by Adam, its averaged weights and statistics included. */
export function updateGenerator(
  generator: GanState<tf.Tensor>['generator'],
  { loss, statistics, learningRate }: GeneratorUpdate,
  networks: GanNetworks,
  { beta1, beta2, emaDecay }: Pick<GanConfig, 'beta1' | 'beta2' | 'emaDecay'>,
): { generator: GanState<tf.Tensor>['generator']; loss: tf.Scalar } {
  const fooled = lossAndGradient(loss, generator.weights, networks.generator);
  const { parameters, state: optimiser } = adam(generator.weights, fooled.gradient, generator.optimiser, {
    learningRate,
    beta1,
    beta2,
  });
  const averaged = (old: tf.Tensor, now: tf.Tensor) => averageWeights(old, now, generator.optimiser.updates, emaDecay);
  return {
    generator: {
      weights: parameters,
      average: averaged(generator.average, parameters),
      statistics: averaged(generator.statistics, pack(statistics, networks.statistics)),
      optimiser,
    },
    loss: fooled.loss,
  };
}
