import * as tf from '@tensorflow/tfjs-core';

/**
 * Divergence of diagonal normal distributions from the standard one, summed over latents and averaged over the batch, in nats.
 *
 * @param mean float32 `[B, Z]`
 * @param logVariance float32 `[B, Z]`
 * @see Kingma and Welling 2014, arXiv 1312.6114, appendix B
 */
export function gaussianKl(mean: tf.Tensor, logVariance: tf.Tensor): tf.Scalar {
  const batch = mean.shape[0] as number;
  const terms = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
  return tf.mul(tf.sum(terms), 0.5 / batch) as tf.Scalar;
}
