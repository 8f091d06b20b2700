import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';

/** Keeps the quotient finite for a batch of one picture repeated. */
const EPSILON = 1e-12;

/**
 * Mean squared distance of two different pictures of a batch, float32 scalar.
 *
 * Over all pairs it is twice the unbiased variance of each value, summed: two passes instead of B squared.
 *
 * @param images float32 `[B, ...]`, B at least 2
 */
export function pairDistance(images: tf.Tensor): tf.Scalar {
  const count = images.shape[0] as number;
  const spread = tf.sub(tf.sum(tf.square(images)), tf.mul(tf.sum(tf.square(tf.mean(images, 0))), count));
  return tf.mul(spread, 2 / (count - 1)) as tf.Scalar;
}

/** What the discriminator said of a batch, and of which pictures. */
export interface JudgedBatch {
  readonly images: tf.Tensor;
  /** Positive for real. */
  readonly logits: tf.Tensor;
}

/**
 * Signs of how a GAN does, as scalars.
 *
 * `realAccuracy`, `fakeAccuracy`: shares of pictures that the discriminator takes for what they are; near 1 both, it has won.
 * `diversity`: typical distance between two generated pictures beside that between two real ones; near 0 is collapse.
 *
 * @param boundary logit between real and generated, float32 scalar
 */
export function batchMetrics(real: JudgedBatch, fake: JudgedBatch, boundary: tf.Tensor | number = 0): Named<tf.Scalar> {
  const share = (yes: tf.Tensor) => tf.mean(tf.cast(yes, 'float32')) as tf.Scalar;
  return {
    realAccuracy: share(tf.greater(real.logits, boundary)),
    fakeAccuracy: share(tf.less(fake.logits, boundary)),
    diversity: tf.sqrt(tf.div(tf.relu(pairDistance(fake.images)), tf.add(pairDistance(real.images), EPSILON))),
  };
}
