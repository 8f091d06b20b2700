import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { VaeConfig } from '../config/vae-config.js';
import { chooseLikelihood } from '../likelihoods/choose-likelihood.js';
import { LOG_SCALE, type VaeArchitecture } from '../network/architecture.js';

/**
 * `log p(x | z) p(z) / q(z | x)` for draws `z` of the posterior of each picture, float32 `[B, K]`.
 *
 * Their mean is the evidence lower bound, the logarithm of the mean of their exponentials the importance-weighted one.
 *
 * @see Burda, Grosse and Salakhutdinov 2016, arXiv 1509.00519, equation 8
 */
export function logImportanceWeights<Config extends VaeConfig>(architecture: VaeArchitecture<Config>, config: Config) {
  const likelihood = chooseLikelihood(config);
  /** @param x float32 `[B, features]` @param epsilon float32 `[B, K, latentSize]`, standard normal */
  return (parameters: Named<tf.Tensor>, { x, epsilon }: { x: tf.Tensor; epsilon: tf.Tensor }): tf.Tensor => {
    const [batch, draws, latentSize] = epsilon.shape as [number, number, number];
    const posterior = architecture.encode(config, parameters, x);
    const perDraw = (t: tf.Tensor): tf.Tensor => tf.reshape(t, [batch, 1, -1]);
    const logVariance = perDraw(posterior.logVariance);
    const z = tf.add(perDraw(posterior.mean), tf.mul(tf.exp(tf.mul(logVariance, 0.5)), epsilon));
    const output = architecture.decode(config, parameters, tf.reshape(z, [batch * draws, latentSize]));
    const observed = { output: tf.reshape(output, [batch, draws, -1]), x: perDraw(x), logScale: parameters[LOG_SCALE] };
    // log p(z) - log q(z | x): the constants of both normal densities cancel
    const terms = tf.add(tf.sub(tf.square(epsilon), tf.square(z)), logVariance);
    return tf.sub(tf.mul(tf.sum(terms, -1), 0.5), likelihood.negativeLogLikelihood(observed));
  };
}
