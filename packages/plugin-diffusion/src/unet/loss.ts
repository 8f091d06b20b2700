import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { UnetConfig } from './config.js';
import { unet } from './network.js';

/** What one evaluation of the loss takes. */
export interface DiffusionInputs {
  /** Pictures, float32 `[B, S, S, C]` in [-1, 1]. */
  readonly images: tf.Tensor;
  /** float32 `[B, S, S, C]`, standard normal. */
  readonly noise: tf.Tensor;
  /** int32 `[B]` in [0, numTrainTimesteps). */
  readonly timestep: tf.Tensor;
}

/**
 * Share of the picture's variance that is left after each timestep: products of `1 - beta`.
 *
 * Factors are rounded to float32 first, as in the tables that published weights were trained with; at the first timestep, where
 * almost nothing is lost, that decides the fourth digit of `1 - share`.
 */
export function alphasCumprod({ numTrainTimesteps, betaStart, betaEnd }: UnetConfig): Float32Array {
  const values = new Float32Array(numTrainTimesteps);
  let product = 1;
  for (let t = 0; t < numTrainTimesteps; t++) {
    const beta = betaStart + ((betaEnd - betaStart) * t) / Math.max(numTrainTimesteps - 1, 1);
    product *= Math.fround(1 - Math.fround(beta));
    values[t] = product;
  }
  return values;
}

/**
 * Mean squared error of the noise that the network finds in noised pictures.
 *
 * @see Ho, Jain and Abbeel 2020, arXiv 2006.11239, equation 14 with the pictures of equation 4
 */
export function unetLoss(
  parameters: Named<tf.Tensor>,
  { images, noise, timestep }: DiffusionInputs,
  config: UnetConfig,
): tf.Scalar {
  const share = tf.reshape(tf.gather(tf.tensor1d(alphasCumprod(config)), timestep as tf.Tensor1D), [-1, 1, 1, 1]);
  const latents = tf.add(tf.mul(images, tf.sqrt(share)), tf.mul(noise, tf.sqrt(tf.sub(1, share))));
  return tf.mean(tf.squaredDifference(unet(parameters, latents, timestep, config), noise)) as tf.Scalar;
}
