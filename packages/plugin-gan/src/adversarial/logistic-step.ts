import { adam, logisticLossFake, logisticLossReal, lossAndGradient, unpack } from '@aigc/nn';
import type { Named, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { adaptStrength } from '../augment/adaptive-strength.js';
import { seenImages } from '../augment/seen-images.js';
import { batchMetrics } from './batch-metrics.js';
import type { GanConfig } from './gan-config.js';
import type { GanState } from './gan-state.js';
import type { GanNetworks } from './networks.js';
import { updateGenerator } from './update-generator.js';

/** Inputs of a step: latents by name beside these. */
export interface LogisticStepInputs extends Named<tf.Tensor> {
  /** float32 `[B, S, S, C]` in [-1, 1] */
  readonly images: tf.Tensor;
}

/** A configuration of a model that updates both networks once a step. */
export interface LogisticConfig extends GanConfig {
  /** Learning rate of the discriminator in multiples of the generator's. @see Heusel et al. 2017, arXiv 1706.08500, section 3 */
  readonly discriminatorPace: number;
}

/**
 * One step: the discriminator on a real and a generated batch, then the generator against the updated discriminator.
 *
 * Both losses are the non-saturating logistic ones (Goodfellow et al. 2014, arXiv 1406.2661, section 3). What is written twice, such
 * as the generator's forward pass, is computed once: the engine merges equal expressions.
 */
export function logisticStep(networks: GanNetworks, config: LogisticConfig) {
  const { beta1, beta2, discriminatorPace } = config;
  return (state: GanState<tf.Tensor>, inputs: LogisticStepInputs) => {
    const { generator: g, discriminator: d, augmentation } = state;
    const learningRate = (inputs.learningRate as tf.Scalar | undefined) ?? config.learningRate;
    const paced = tf.mul(learningRate, discriminatorPace) as tf.Scalar;
    const { images } = inputs;
    const fake = networks.generate(unpack(g.weights, networks.generator), inputs);
    // batches that are augmented: real 0, generated 1, generated for the generator's own update 2
    const judge = (parameters: Named<tf.Tensor>, pictures: tf.Tensor, batch: number) =>
      networks.judge(parameters, seenImages(pictures, augmentation, inputs.augmentation, batch), inputs);

    const judged = lossAndGradient(
      (parameters) =>
        tf.add(logisticLossReal(judge(parameters, images, 0)), logisticLossFake(judge(parameters, fake.images, 1))) as tf.Scalar,
      d.weights,
      networks.discriminator,
    );
    const newD = adam(d.weights, judged.gradient, d.optimiser, { learningRate: paced, beta1, beta2 });

    const updated = unpack(newD.parameters, networks.discriminator);
    const loss = (parameters: Named<tf.Tensor>) =>
      logisticLossReal(judge(updated, networks.generate(parameters, inputs).images, 2));
    const fooled = updateGenerator(g, { loss, statistics: fake.statistics, learningRate }, networks, config);

    const before = unpack(d.weights, networks.discriminator);
    const real = { images, logits: judge(before, images, 0) };
    const next: GanState<tf.Tensor> = {
      generator: fooled.generator,
      discriminator: { weights: newD.parameters, optimiser: newD.state },
      ...(augmentation && { augmentation: adaptStrength(augmentation, real.logits, config) }),
    };
    const metrics: Named<tf.Tensor> = {
      discriminatorLoss: judged.loss,
      generatorLoss: fooled.loss,
      ...batchMetrics(real, { images: fake.images, logits: judge(before, fake.images, 1) }),
      ...(augmentation && { augmentation: augmentation.strength }),
    };
    return { state: next as unknown as Tree<tf.Tensor>, metrics: metrics as Named<tf.Scalar> };
  };
}
