import { bernoulliLoss, gaussianKl } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { decode, encode, sampleLatents } from './network.js';

/** The negative evidence lower bound and its two terms, in nats a sample. */
export interface VaeLoss {
  readonly loss: tf.Scalar;
  readonly reconstructionLoss: tf.Scalar;
  readonly klDivergence: tf.Scalar;
}

/** What one evaluation of the bound takes. */
export interface VaeInputs {
  /** float32 `[B, features]` in [0, 1]; only with 0 and 1 is the bound one on a likelihood. */
  readonly x: tf.Tensor;
  /** float32 `[B, latentSize]`, standard normal. */
  readonly epsilon: tf.Tensor;
}

/**
 * The negative evidence lower bound with one draw of the latents a sample.
 *
 * @see Kingma and Welling 2014, arXiv 1312.6114, equation 10
 */
export function mlpVaeLoss(parameters: Named<tf.Tensor>, { x, epsilon }: VaeInputs): VaeLoss {
  const posterior = encode(parameters, x);
  const logits = decode(parameters, sampleLatents(posterior, epsilon));
  const reconstructionLoss = bernoulliLoss(logits, x);
  const klDivergence = gaussianKl(posterior.mean, posterior.logVariance);
  return { loss: tf.add(reconstructionLoss, klDivergence) as tf.Scalar, reconstructionLoss, klDivergence };
}
