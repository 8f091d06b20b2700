import { batchNorm, type ChannelStatistics, channelStatistics, normaliseWith, type ScaleShift } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';

/** What the normalisations of one forward pass share. */
export interface NormPass {
  readonly parameters: Named<tf.Tensor>;
  /** Normalises with these, as sampling does; without, with the batch's own. */
  readonly statistics?: Named<tf.Tensor> | undefined;
  /** float32 `[B, K]`, for normalisations with a scale and shift for each class. */
  readonly classes?: tf.Tensor | undefined;
  /** Takes what each normalisation measured. */
  readonly measured: { [name: string]: tf.Tensor };
}

/**
 * Batch normalisation of a generator: by the batch in training, by running statistics in sampling, so that no sample depends on
 * its batch; scaled and shifted by class where there are classes.
 *
 * @param x float32 `[B, H, W, C]`
 * @see de Vries et al. 2017, arXiv 1707.00683, section 3.1 (conditional batch normalisation)
 */
export function generatorNorm(x: tf.Tensor, name: string, pass: NormPass): tf.Tensor {
  const { parameters, statistics, classes, measured } = pass;
  const fixed =
    statistics && ({ mean: statistics[`${name}.mean`], variance: statistics[`${name}.variance`] } as ChannelStatistics);
  const { mean, variance } = fixed ?? channelStatistics(x);
  measured[`${name}.mean`] = mean;
  measured[`${name}.variance`] = variance;
  const normalise = (by: ScaleShift) => (fixed ? normaliseWith(x, fixed, by) : batchNorm(x, by));
  const own = { scale: parameters[`${name}.scale`] as tf.Tensor, shift: parameters[`${name}.shift`] as tf.Tensor };
  if (classes === undefined) return normalise(own);
  const channels = x.shape[3] as number;
  // [B, K] x [K, C] -> [B, 1, 1, C]
  const ofClass = (table: tf.Tensor) => tf.reshape(tf.matMul(classes as tf.Tensor2D, table as tf.Tensor2D), [-1, 1, 1, channels]);
  const plain = normalise({ scale: tf.ones([channels]), shift: tf.zeros([channels]) });
  return tf.add(tf.mul(plain, ofClass(own.scale)), ofClass(own.shift));
}
