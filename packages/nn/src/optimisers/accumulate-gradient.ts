import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { LossAndGradient } from '../parameters/parameter-table.js';

/**
 * Loss and gradient of a batch as the mean over `microBatches` equal parts of it, computed one after another: the same result in
 * less memory. Only for losses that are means over the batch, without normalisation across it.
 *
 * @param inputs tensors whose first dimension is the batch, divisible by `microBatches`
 */
export function accumulateGradient<Inputs extends Named<tf.Tensor>>(
  inputs: Inputs,
  microBatches: number,
  lossAndGradient: (part: Inputs) => LossAndGradient,
): LossAndGradient {
  if (microBatches === 1) return lossAndGradient(inputs);
  const split = Object.entries(inputs).map(([name, tensor]) => [name, tf.split(tensor, microBatches)] as const);
  const parts = Array.from({ length: microBatches }, (_, i) =>
    lossAndGradient(Object.fromEntries(split.map(([name, pieces]) => [name, pieces[i] as tf.Tensor])) as Inputs),
  );
  return {
    loss: tf.div(tf.addN(parts.map(({ loss }) => loss)), microBatches) as tf.Scalar,
    gradient: tf.div(tf.addN(parts.map(({ gradient }) => gradient)), microBatches) as tf.Tensor1D,
  };
}
