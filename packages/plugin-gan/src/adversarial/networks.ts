import type { InitialisedEntry } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';

/** Images and the statistics of the batch they were made in. */
export interface GeneratorOutput {
  /** float32 `[B, S, S, C]` in (-1, 1) */
  readonly images: tf.Tensor4D;
  /** Mean and variance of each normalisation, by name. */
  readonly statistics: Named<tf.Tensor>;
}

/** A generator and a discriminator, as the training steps of this family take them. */
export interface GanNetworks {
  readonly generator: readonly InitialisedEntry[];
  /** Running statistics of the generator's normalisations, sampled with instead of a batch's own. */
  readonly statistics: readonly InitialisedEntry[];
  readonly discriminator: readonly InitialisedEntry[];
  /**
   * @param inputs latents, and int32 `labels` `[B]` where the model has classes
   * @param statistics normalises with these, as sampling does; without, with the batch's own
   */
  generate(parameters: Named<tf.Tensor>, inputs: Named<tf.Tensor>, statistics?: Named<tf.Tensor>): GeneratorOutput;
  /** Logits, positive for real: float32 `[B, ...]`, several for a picture where they judge parts of it. */
  judge(parameters: Named<tf.Tensor>, images: tf.Tensor, inputs: Named<tf.Tensor>): tf.Tensor;
}
