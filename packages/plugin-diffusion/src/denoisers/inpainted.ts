import * as tf from '@tensorflow/tfjs-core';
import type { Denoiser } from './denoiser.js';

/** A picture of which a part is kept. */
export interface KnownPart {
  /** float32 `[B, H, W, C]` in [-1, 1]. */
  readonly init: tf.Tensor;
  /** float32 `[B, H, W, 1]` in [-1, 1]: 1 where the picture is drawn anew, -1 where it stays. */
  readonly mask: tf.Tensor;
}

/**
 * Answers with the known picture wherever it stays: from `init + sigma noise` every sampler then ends there at `init`, and the
 * rest is drawn to fit.
 *
 * @see Lugmayr et al. 2022, arXiv 2201.09865, equation 8, written for the denoised picture instead of the noised one
 */
export function inpainted(denoiser: Denoiser, { init, mask }: KnownPart): Denoiser {
  const drawn = tf.mul(tf.add(mask, 1), 0.5);
  return (x, sigma, conditioning) => tf.add(init, tf.mul(drawn, tf.sub(denoiser(x, sigma, conditioning), init)));
}
