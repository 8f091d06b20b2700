import { unpack } from '@aigc/nn';
import type { Named, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { batchMetrics } from '../adversarial/batch-metrics.js';
import type { GanState } from '../adversarial/gan-state.js';
import { updateGenerator } from '../adversarial/update-generator.js';
import { adaptStrength } from '../augment/adaptive-strength.js';
import { seenImages } from '../augment/seen-images.js';
import type { WganGpConfig } from './config.js';
import { wganGpNetworks } from './network.js';
import { type CriticUpdate, updateCritic } from './update-critic.js';

/** Rows of one of the step's batches. */
function batchOf(inputs: Named<tf.Tensor>, names: readonly string[], batch: number, size: number): Named<tf.Tensor> {
  const rows = (t: tf.Tensor) => tf.slice(t, [batch * size, ...t.shape.slice(1).map(() => 0)], [size, ...t.shape.slice(1)]);
  return Object.fromEntries(names.map((name) => [name, rows(inputs[name] as tf.Tensor)]));
}

/**
 * One step: `criticSteps` updates of the critic, then one of the generator, against the critic as it then is and with the latents
 * of its last batch.
 *
 * Inputs, n = criticSteps: `images` float32 `[n B, S, S, C]` in [-1, 1]; `z` float32 `[n B, latentSize]`, standard normal; `share`
 * float32 `[n B, 1, 1, 1]`, uniform; `labels` int32 `[n B]` where the model has classes; `augmentation` where it augments;
 * `learningRate`.
 *
 * @see Gulrajani et al. 2017, arXiv 1704.00028, algorithm 1
 */
export function wganGpTrainStep(config: WganGpConfig) {
  const networks = wganGpNetworks(config);
  const { batchSize, criticSteps } = config;
  const rowNames = ['images', 'z', 'share', ...(config.classes === undefined ? [] : ['labels'])];
  return (state: GanState<tf.Tensor>, inputs: Named<tf.Tensor>) => {
    const { generator: g, augmentation } = state;
    const rate = inputs.learningRate as tf.Scalar;
    const seen = (pictures: tf.Tensor, batch: number) => seenImages(pictures, augmentation, inputs.augmentation, batch);
    const drawn = unpack(g.weights, networks.generator);
    const batches = Array.from({ length: criticSteps }, (_, step) => batchOf(inputs, rowNames, step, batchSize));
    const critique = (critic: CriticUpdate['critic'], rows: Named<tf.Tensor>, step: number) => {
      const real = seen(rows.images as tf.Tensor, 2 * step);
      const fake = seen(networks.generate(drawn, rows).images, 2 * step + 1);
      const { share, labels } = rows;
      return updateCritic(critic, { real, fake, share: share as tf.Tensor, labels }, networks, { ...config, rate });
    };
    let last = critique(state.discriminator, batches[0] as Named<tf.Tensor>, 0);
    for (const [i, rows] of batches.slice(1).entries()) last = critique(last.critic, rows, i + 1);

    const rows = batches.at(-1) as Named<tf.Tensor>;
    const judge = unpack(last.critic.weights, networks.discriminator);
    const fake = networks.generate(drawn, rows);
    // algorithm 1, lines 11 and 12
    const loss = (parameters: Named<tf.Tensor>) => {
      const pictures = seen(networks.generate(parameters, rows).images, 2 * criticSteps);
      return tf.neg(tf.mean(networks.judge(judge, pictures, rows))) as tf.Scalar;
    };
    const fooled = updateGenerator(g, { loss, statistics: fake.statistics, learningRate: rate }, networks, config);

    const distance = tf.sub(tf.mean(last.realLogits), tf.mean(last.fakeLogits));
    // A critic has no zero between real and generated: half-way between the means stands for it.
    const boundary = tf.add(tf.mean(last.fakeLogits), tf.mul(distance, 0.5));
    const next: GanState<tf.Tensor> = {
      generator: fooled.generator,
      discriminator: last.critic,
      ...(augmentation && { augmentation: adaptStrength(augmentation, tf.sub(last.realLogits, boundary), config) }),
    };
    const real = { images: rows.images as tf.Tensor, logits: last.realLogits };
    const metrics: Named<tf.Tensor> = {
      discriminatorLoss: last.loss,
      generatorLoss: fooled.loss,
      criticDistance: distance,
      gradientNorm: tf.mean(last.norms),
      ...batchMetrics(real, { images: fake.images, logits: last.fakeLogits }, boundary),
      ...(augmentation && { augmentation: augmentation.strength }),
    };
    return { state: next as unknown as Tree<tf.Tensor>, metrics: metrics as Named<tf.Scalar> };
  };
}
