import { gaussianKl } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { VaeConfig } from '../config/vae-config.js';
import { chooseLikelihood } from '../likelihoods/choose-likelihood.js';
import { LOG_SCALE, type VaeArchitecture } from '../network/architecture.js';
import { sampleLatents } from '../network/posterior.js';

/** The loss and its two terms, in nats a sample. */
export interface VaeLoss {
  /** `reconstructionLoss + klWeight * klDivergence`: with a weight of 1 the negative evidence lower bound. */
  readonly loss: tf.Scalar;
  readonly reconstructionLoss: tf.Scalar;
  readonly klDivergence: tf.Scalar;
}

/** What one evaluation of the bound takes. */
export interface VaeInputs {
  /** float32 `[B, features]` in [0, 1]. */
  readonly x: tf.Tensor;
  /** float32 `[B, latentSize]`, standard normal. */
  readonly epsilon: tf.Tensor;
  /** Default 1. */
  readonly klWeight?: number | tf.Scalar;
}

/**
 * The negative evidence lower bound with one draw of the latents a sample, its divergence weighted.
 *
 * @see Kingma and Welling 2014, arXiv 1312.6114, equation 10; Higgins et al. 2017, equation 4, for the weight
 */
export function vaeLoss<Config extends VaeConfig>(architecture: VaeArchitecture<Config>, config: Config) {
  const likelihood = chooseLikelihood(config);
  return (parameters: Named<tf.Tensor>, { x, epsilon, klWeight = 1 }: VaeInputs): VaeLoss => {
    const posterior = architecture.encode(config, parameters, x);
    const output = architecture.decode(config, parameters, sampleLatents(posterior, epsilon));
    const reconstructionLoss = likelihood.loss({ output, x, logScale: parameters[LOG_SCALE] });
    const klDivergence = gaussianKl(posterior.mean, posterior.logVariance);
    const weighted = klWeight === 1 ? klDivergence : tf.mul(klDivergence, klWeight);
    return { loss: tf.add(reconstructionLoss, weighted) as tf.Scalar, reconstructionLoss, klDivergence };
  };
}
