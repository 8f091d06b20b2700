import type * as tf from '@tensorflow/tfjs-core';
import type { AugmentationState } from './adaptive-strength.js';
import { augmentationOf, augmentImages } from './augment-images.js';

/**
 * What the discriminator sees of a batch of pictures: augmented, or as they are where there is no augmentation.
 *
 * @param random numbers of all batches of the step, as `augmentationSpec` says
 * @param batch which of them
 */
export function seenImages(
  images: tf.Tensor,
  augmentation: AugmentationState<tf.Tensor> | undefined,
  random: tf.Tensor | undefined,
  batch: number,
): tf.Tensor {
  if (augmentation === undefined) return images;
  return augmentImages(images, augmentation.strength, augmentationOf(random as tf.Tensor, batch));
}
