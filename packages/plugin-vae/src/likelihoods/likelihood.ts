import type * as tf from '@tensorflow/tfjs-core';

/** Distributions of a pixel's value given the latents. */
export type LikelihoodName = 'bernoulli' | 'gaussian' | 'logistic';

/** What a likelihood is evaluated on; leading dimensions may broadcast. */
export interface Observation {
  /** float32 `[..., D]`; every likelihood has the mean `sigmoid(output)`. */
  readonly output: tf.Tensor;
  /** float32 `[..., D]` in [0, 1]. */
  readonly x: tf.Tensor;
  /** float32 `[1]`: the logarithm of the scale that all values share; absent where the distribution has none. */
  readonly logScale?: tf.Tensor | undefined;
}

/** The distribution `p(x | z)` of independent pixel values. */
export interface Likelihood {
  /** Whether a scale is learnt beside the decoder. */
  readonly hasScale: boolean;
  /** `-log p(x | z)` in nats, summed over the last dimension: float32 `[...]`. */
  negativeLogLikelihood(observation: Observation): tf.Tensor;
  /** Its mean over the batch, for `[B, D]`. */
  loss(observation: Observation): tf.Scalar;
}
