import * as tf from '@tensorflow/tfjs-core';
import type { Conditioning, Network } from '../denoisers/denoiser.js';
import { type Preconditioning, perPicture } from '../denoisers/preconditioned.js';
import type { NoiseLevels } from './objective.js';

/** What one evaluation of a loss takes. */
export interface NoisedPictures {
  /** float32 `[B, H, W, C]` in [-1, 1]. */
  readonly images: tf.Tensor;
  /** float32 `[B, H, W, C]`, standard normal. */
  readonly noise: tf.Tensor;
  readonly levels: NoiseLevels;
  readonly conditioning: Conditioning;
}

/**
 * Mean squared error of the network's own output F, at the noise levels given.
 *
 * It is the error of the denoised picture weighted by `1 / c_out^2`, which makes it the loss of each objective's paper: equation 14
 * of DDPM (arXiv 2006.11239) for noise, 1 + SNR weighting (arXiv 2202.00512) for v, equation 8 of EDM (arXiv 2206.00364), equation 1
 * of rectified flow (arXiv 2209.03003).
 *
 * @see Karras et al. 2022, arXiv 2206.00364, equation 8
 */
export function denoisingLoss(
  network: Network,
  { skip, output, input }: Preconditioning,
  { images, noise, levels, conditioning }: NoisedPictures,
): tf.Scalar {
  const { sigma, level } = levels;
  const x = tf.add(images, tf.mul(noise, perPicture(sigma)));
  const predicted = network(tf.mul(x, perPicture(input(sigma))), level, conditioning);
  // (x0 - skip x) / output, gathered by x0 and noise: without the difference of two large numbers at high noise
  const [ofImage, ofNoise] = [tf.div(tf.sub(1, skip(sigma)), output(sigma)), tf.div(tf.mul(skip(sigma), sigma), output(sigma))];
  const target = tf.sub(tf.mul(images, perPicture(ofImage)), tf.mul(noise, perPicture(ofNoise)));
  return tf.mean(tf.squaredDifference(predicted, target)) as tf.Scalar;
}
