import type { Named } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';

/** What one evaluation takes besides the picture: scalars of the schedule as tensors. */
export interface SamplerStep {
  /** `(x, sigma) -> x0`, a denoiser with its conditioning. */
  readonly denoise: (x: tf.Tensor, sigma: tf.Tensor) => tf.Tensor;
  readonly scalars: Named<tf.Tensor>;
  /** float32 of the picture's shape, standard normal; zero where the sampler draws nothing. */
  readonly noise?: tf.Tensor | undefined;
}

/** Settings that single samplers take. */
export interface SamplerSettings {
  /** Share of the ancestral noise, 0 to 1; DDIM only. */
  readonly eta: number;
}

/**
 * A way from noise to a picture. Pure: each step evaluates the denoiser once, and what passes from step to step is in the carry,
 * float32 `[B, H, W, C]` by name, the picture so far as `x`.
 */
export interface SigmaSampler {
  /** Scalars of each evaluation, for noise levels that descend; they may end in 0. */
  schedule(sigmas: readonly number[], settings: SamplerSettings): Named<number>[];
  /** Is fresh noise added on the way? */
  isStochastic(settings: SamplerSettings): boolean;
  /** @param x the picture under noise of the first level */
  start(x: tf.Tensor): Named<tf.Tensor>;
  step(carry: Named<tf.Tensor>, step: SamplerStep): Named<tf.Tensor>;
}

/** Each noise level with the one after it. */
export function sigmaPairs(sigmas: readonly number[]): { sigma: number; next: number }[] {
  return sigmas.slice(1).map((next, i) => ({ sigma: sigmas[i] as number, next }));
}
