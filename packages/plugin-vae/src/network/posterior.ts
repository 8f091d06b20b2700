import * as tf from '@tensorflow/tfjs-core';

/** A diagonal normal distribution of latents, float32 `[B, latentSize]` each. */
export interface Posterior {
  readonly mean: tf.Tensor;
  readonly logVariance: tf.Tensor;
}

/** Mean and log-variance out of the two halves of `[B, 2 latentSize]`. */
export function posteriorOf(halves: tf.Tensor): Posterior {
  const [mean, logVariance] = tf.split(halves, 2, 1) as [tf.Tensor, tf.Tensor];
  return { mean, logVariance };
}

/** A draw from the posterior, differentiable in its parameters. @param epsilon float32 `[B, latentSize]`, standard normal */
export function sampleLatents({ mean, logVariance }: Posterior, epsilon: tf.Tensor): tf.Tensor {
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), epsilon));
}
