import * as tf from '@tensorflow/tfjs-core';

/** Labels as rows with one 1 each, float32 `[B, K]`. @param labels int32 `[B]` in [0, K) */
export function oneHotLabels(labels: tf.Tensor, classCount: number): tf.Tensor2D {
  return tf.oneHot(labels as tf.Tensor1D, classCount, 1, 0, 'float32') as tf.Tensor2D;
}

/**
 * What the class adds to a discriminator's logits, `[B, 1]`: the inner product of the picture's features, summed over space, with
 * the embedding of its class.
 *
 * @param features float32 `[B, H, W, C]`
 * @param classes float32 `[B, K]`, one-hot
 * @param embedding float32 `[K, C]`
 * @see Miyato and Koyama 2018, arXiv 1802.05637, equation 3
 */
export function projectClasses(features: tf.Tensor, classes: tf.Tensor2D, embedding: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(tf.sum(features, [1, 2]), tf.matMul(classes, embedding as tf.Tensor2D)), 1, true);
}
