// How strongly to augment: Karras et al. 2020, arXiv 2006.06676, section 3.
import type { HostTensor } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';

/** What is kept from step to step. */
export interface AugmentationState<T> {
  /** Probability of each augmentation, float32 scalar. */
  readonly strength: T;
  /** r_t: the moving mean of the sign of what the discriminator says of real pictures, float32 scalar; 1 is overfitting. */
  readonly realSign: T;
}

/** How strength follows the discriminator. */
export interface AdaptiveStrengthOptions {
  /** Pictures in the batch. */
  readonly batchSize: number;
  /** r_t above which the strength grows. */
  readonly augmentTarget: number;
  /** Pictures after which strength may have gone from 0 to 1. */
  readonly augmentRampImages: number;
}

/** Above this, what augmentation does shows in the generated pictures (section 2.2 and figure 4 of the paper). */
const MAX_STRENGTH = 0.8;
/** The paper judges by the mean of four batches; this decay has the same centre of mass. */
const SIGN_DECAY = 0.75;

/** No augmentation yet. */
export function initialAugmentation(): AugmentationState<HostTensor> {
  const scalar = (): HostTensor<'float32'> => ({ shape: [], dtype: 'float32', data: new Float32Array(1) });
  return { strength: scalar(), realSign: scalar() };
}

/**
 * Strength for the next step: a little more while the discriminator is surer of the training pictures than `augmentTarget`, else a
 * little less.
 *
 * @param logits what the discriminator said of augmented real pictures, positive for real
 * @see Karras et al. 2020, arXiv 2006.06676, equation 1 (r_t) and section 3.1
 */
export function adaptStrength(
  { strength, realSign }: AugmentationState<tf.Tensor>,
  logits: tf.Tensor,
  { batchSize, augmentTarget, augmentRampImages }: AdaptiveStrengthOptions,
): AugmentationState<tf.Tensor> {
  const now = tf.add(tf.mul(realSign, SIGN_DECAY), tf.mul(tf.mean(tf.sign(logits)), 1 - SIGN_DECAY));
  const change = tf.mul(tf.sign(tf.sub(now, augmentTarget)), batchSize / augmentRampImages);
  return { strength: tf.clipByValue(tf.add(strength, change), 0, MAX_STRENGTH), realSign: now };
}
