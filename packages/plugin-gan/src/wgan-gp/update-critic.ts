import { adam, lossAndGradient, unpack } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { GanState } from '../adversarial/gan-state.js';
import type { GanNetworks } from '../adversarial/networks.js';
import type { WganGpConfig } from './config.js';
import { gradientPenalty } from './gradient-penalty.js';

/** What the critic is shown, perhaps augmented. */
export interface ShownBatches {
  /** float32 `[B, S, S, C]` */
  readonly real: tf.Tensor;
  /** float32 `[B, S, S, C]` */
  readonly fake: tf.Tensor;
  /** float32 `[B, 1, 1, 1]`, uniform: where between the two the gradient is taken. */
  readonly share: tf.Tensor;
  /** int32 `[B]`, of both batches, where the model has classes. */
  readonly labels?: tf.Tensor | undefined;
}

/** The critic after an update, and what it said before. */
export interface CriticUpdate {
  readonly critic: GanState<tf.Tensor>['discriminator'];
  readonly loss: tf.Scalar;
  /** float32 `[B, 1]` */
  readonly realLogits: tf.Tensor;
  /** float32 `[B, 1]` */
  readonly fakeLogits: tf.Tensor;
  /** Norm of its gradient for each picture between, float32 `[B]`; 1 is aimed at. */
  readonly norms: tf.Tensor1D;
}

/** One update of the critic. @see Gulrajani et al. 2017, arXiv 1704.00028, algorithm 1, lines 4 to 9, and equation 3 */
export function updateCritic(
  critic: GanState<tf.Tensor>['discriminator'],
  { real, fake, share, labels }: ShownBatches,
  networks: GanNetworks,
  config: WganGpConfig & { readonly rate: tf.Scalar },
): CriticUpdate {
  const { beta1, beta2, penaltyWeight, rate: learningRate } = config;
  const inputs: Named<tf.Tensor> = labels === undefined ? {} : { labels };
  const judging = (parameters: Named<tf.Tensor>) => (images: tf.Tensor) => networks.judge(parameters, images, inputs);
  const { loss, gradient } = lossAndGradient(
    (parameters) => {
      const judge = judging(parameters);
      const distance = tf.sub(tf.mean(judge(real)), tf.mean(judge(fake)));
      const { penalty } = gradientPenalty(judge, real, fake, share);
      return tf.sub(tf.mul(penalty, penaltyWeight), distance) as tf.Scalar;
    },
    critic.weights,
    networks.discriminator,
  );
  const updated = adam(critic.weights, gradient, critic.optimiser, { learningRate, beta1, beta2 });
  const judge = judging(unpack(critic.weights, networks.discriminator));
  return {
    critic: { weights: updated.parameters, optimiser: updated.state },
    loss,
    realLogits: judge(real),
    fakeLogits: judge(fake),
    norms: gradientPenalty(judge, real, fake, share).norms,
  };
}
