import * as tf from '@tensorflow/tfjs-core';

/** Keeps the quotient finite for a gradient of zeros. */
const EPSILON = 1e-6;

/** How long a gradient is, and what to multiply it by. */
export interface GradientClip {
  /** Euclidean norm before clipping, float32 scalar. */
  readonly norm: tf.Scalar;
  /** float32 scalar, at most 1. */
  readonly factor: tf.Scalar;
}

/**
 * The factor that scales a flat gradient down to the norm `gradientClipNorm` where it is longer; the direction stays.
 *
 * @param gradient float32 `[N]`
 * @see Pascanu, Mikolov and Bengio 2013, arXiv 1211.5063, algorithm 1
 */
export function clipGradient(gradient: tf.Tensor, gradientClipNorm: number): GradientClip {
  const norm = tf.sqrt(tf.sum(tf.square(gradient))) as tf.Scalar;
  return { norm, factor: tf.minimum(tf.div(gradientClipNorm, tf.add(norm, EPSILON)), 1) as tf.Scalar };
}
