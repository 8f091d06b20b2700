import * as tf from '@tensorflow/tfjs-core';
import type { Denoiser } from './denoiser.js';

/**
 * Keeps each estimate among the colours there are, [-1, 1]: errors at high noise do not build up.
 *
 * @see Ho, Jain and Abbeel 2020, arXiv 2006.11239, section 3.2; Saharia et al. 2022, arXiv 2205.11487, section 2.3: static thresholding
 */
export function clipped(denoiser: Denoiser): Denoiser {
  return (x, sigma, conditioning) => tf.clipByValue(denoiser(x, sigma, conditioning), -1, 1);
}
