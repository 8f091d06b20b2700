import * as tf from '@tensorflow/tfjs-core';
import type { Denoiser } from './denoiser.js';

/** How strongly samples keep to their class. */
export interface Guidance {
  /** 1 is the class alone; above it, samples are more typical and less varied. */
  readonly guidanceScale: number;
  /** The label that stands for no class. */
  readonly unconditional: number;
}

/**
 * Classifier-free guidance: past the estimate with a class, away from the one without; both in one batch of twice the size.
 *
 * @param denoiser is given labels with every call
 *
 * @see Ho and Salimans 2022, arXiv 2207.12598, equation 6, with `guidanceScale` for its 1 + w
 */
export function guided(denoiser: Denoiser, { guidanceScale, unconditional }: Guidance): Denoiser {
  if (guidanceScale === 1) return denoiser;
  return (x, sigma, { labels }) => {
    const none = tf.fill((labels as tf.Tensor).shape, unconditional, 'int32');
    const levels = sigma.shape[0] === 1 ? sigma : tf.concat([sigma, sigma], 0);
    const both = denoiser(tf.concat([x, x], 0), levels, { labels: tf.concat([labels as tf.Tensor, none], 0) });
    const [conditional, free] = tf.split(both, 2, 0) as [tf.Tensor, tf.Tensor];
    return tf.add(free, tf.mul(tf.sub(conditional, free), guidanceScale));
  };
}
