import * as tf from '@tensorflow/tfjs-core';

/** Keeps the quotient finite for a gradient of zeros. */
const EPSILON = 1e-6;

/** A gradient that is not longer than a limit, and how long it was. */
export interface ClippedGradient {
  /** float32 `[N]` */
  readonly gradient: tf.Tensor;
  /** Euclidean norm before clipping, float32 scalar. */
  readonly norm: tf.Scalar;
}

/** Scales a flat gradient down to the norm `gradientClipNorm` where it is longer; the direction stays. @param gradient float32 `[N]` */
export function clipGradient(gradient: tf.Tensor, gradientClipNorm: number): ClippedGradient {
  const norm = tf.sqrt(tf.sum(tf.square(gradient))) as tf.Scalar;
  const factor = tf.minimum(tf.div(gradientClipNorm, tf.add(norm, EPSILON)), 1);
  return { gradient: tf.mul(gradient, factor), norm };
}
