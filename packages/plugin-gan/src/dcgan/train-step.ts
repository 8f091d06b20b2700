import {
  type AdamState,
  adam,
  averageWeights,
  logisticLossFake,
  logisticLossReal,
  lossAndGradient,
  pack,
  unpack,
} from '@aigc/nn';
import type { Named, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { DcganConfig } from './config.js';
import { discriminator, discriminatorEntries, generator, generatorEntries, statisticsEntries } from './network.js';

/** What training carries from step to step; weights, averages and moments are flat vectors. */
export interface DcganState<T> {
  readonly generator: {
    readonly weights: T;
    /** Moving average of `weights`: what is sampled. */
    readonly average: T;
    /** Moving average of the normalisation statistics. */
    readonly statistics: T;
    readonly optimiser: AdamState<T>;
  };
  readonly discriminator: { readonly weights: T; readonly optimiser: AdamState<T> };
}

/**
 * One step: the discriminator on a real and a generated batch, then the generator against the updated discriminator.
 *
 * Both losses are the non-saturating logistic ones (Goodfellow et al. 2014, arXiv 1406.2661, section 3). The generator's
 * forward pass is written twice and computed once: the engine merges equal expressions.
 *
 * @param inputs `images` float32 `[B, S, S, C]` in [-1, 1]; `z` float32 `[B, latentSize]`, standard normal
 */
export function dcganTrainStep(config: DcganConfig) {
  const tables = {
    generator: generatorEntries(config),
    discriminator: discriminatorEntries(config),
    statistics: statisticsEntries(config),
  };
  const { learningRate, beta1, beta2, emaDecay } = config;
  return (state: DcganState<tf.Tensor>, inputs: { images: tf.Tensor; z: tf.Tensor }) => {
    const { generator: g, discriminator: d } = state;
    const fake = generator(unpack(g.weights, tables.generator), inputs.z, config);

    const judged = lossAndGradient(
      (parameters) =>
        tf.add(
          logisticLossReal(discriminator(parameters, inputs.images, config)),
          logisticLossFake(discriminator(parameters, fake.images, config)),
        ) as tf.Scalar,
      d.weights,
      tables.discriminator,
    );
    const newD = adam(d.weights, judged.gradient, d.optimiser, { learningRate, beta1, beta2 });

    const judge = unpack(newD.parameters, tables.discriminator);
    const fooled = lossAndGradient(
      (parameters) => logisticLossReal(discriminator(judge, generator(parameters, inputs.z, config).images, config)),
      g.weights,
      tables.generator,
    );
    const newG = adam(g.weights, fooled.gradient, g.optimiser, { learningRate, beta1, beta2 });

    const averaged = (old: tf.Tensor, now: tf.Tensor) => averageWeights(old, now, g.optimiser.updates, emaDecay);
    const next: DcganState<tf.Tensor> = {
      generator: {
        weights: newG.parameters,
        average: averaged(g.average, newG.parameters),
        statistics: averaged(g.statistics, pack(fake.statistics, tables.statistics)),
        optimiser: newG.state,
      },
      discriminator: { weights: newD.parameters, optimiser: newD.state },
    };
    const metrics: Named<tf.Scalar> = { discriminatorLoss: judged.loss, generatorLoss: fooled.loss };
    return { state: next as unknown as Tree<tf.Tensor>, metrics };
  };
}
