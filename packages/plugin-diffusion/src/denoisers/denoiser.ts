import type * as tf from '@tensorflow/tfjs-core';

/** What a picture is drawn to be. */
export interface Conditioning {
  /** Classes, int32 `[B]`; the number after the last class stands for no class. Absent in unconditional models. */
  readonly labels?: tf.Tensor;
}

/**
 * The one contract between networks and samplers: the expected picture `x0` under noise, `E[x0 | x0 + sigma n = x]`.
 *
 * `(x float32 [B, H, W, C], sigma float32 [B] or [1], conditioning) -> x0 [B, H, W, C]`; noise is added, never blended: `x` has the
 * picture at its own scale, however large `sigma` is.
 *
 * @see Karras et al. 2022, arXiv 2206.00364, section 2
 */
export type Denoiser = (x: tf.Tensor, sigma: tf.Tensor, conditioning: Conditioning) => tf.Tensor;

/** A raw network: `(input [B, H, W, C], level [B] or [1], conditioning) -> [B, H, W, C]`; what it predicts is its objective's. */
export type Network = (input: tf.Tensor, level: tf.Tensor, conditioning: Conditioning) => tf.Tensor;
