import * as tf from '@tensorflow/tfjs-core';

/** Keeps the slope of the root finite where a gradient is 0. */
const EPSILON = 1e-12;

/** How steep a critic is between two batches. */
export interface GradientPenalty {
  /** Mean of (norm - 1)^2, float32 scalar. */
  readonly penalty: tf.Scalar;
  /** Norm of the gradient for each picture, float32 `[B]`. */
  readonly norms: tf.Tensor1D;
}

/**
 * How far the critic's gradient at pictures between real and generated ones is from norm 1. May itself be differentiated with
 * respect to what `critic` is made of.
 *
 * @param critic `[B, S, S, C] -> [B, 1]`
 * @param share float32 `[B, 1, 1, 1]`, uniform in [0, 1): where between real and generated
 * @see Gulrajani et al. 2017, arXiv 1704.00028, equation 3 and algorithm 1, lines 4 to 7
 */
export function gradientPenalty(
  critic: (images: tf.Tensor) => tf.Tensor,
  real: tf.Tensor,
  fake: tf.Tensor,
  share: tf.Tensor,
): GradientPenalty {
  const between = tf.add(fake, tf.mul(tf.sub(real, fake), share));
  // The sum over the batch has each picture's own gradient: no picture meets another in the critic.
  const slopes = tf.grad((images: tf.Tensor) => tf.sum(critic(images)))(between);
  const norms = tf.sqrt(tf.add(tf.sum(tf.square(slopes), [1, 2, 3]), EPSILON)) as tf.Tensor1D;
  return { penalty: tf.mean(tf.square(tf.sub(norms, 1))) as tf.Scalar, norms };
}
