import type { ParameterEntry } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/**
 * Decoupled weight decay of matrices: `(1 - learningRate weightDecay) w`; vectors (norms, biases) stay as they are.
 *
 * The flat vector is taken as rows that no parameter shares, one factor a row, so that decay is one pass over it.
 *
 * @param weights float32 `[N]`, the parameters of `entries` in their order
 * @see Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2, line 12
 */
export function decayMatrices(
  weights: tf.Tensor,
  entries: readonly ParameterEntry[],
  learningRate: tf.Tensor,
  weightDecay: number,
): tf.Tensor {
  const sizes = entries.map(({ shape }) => shape.reduce((size, side) => size * side, 1));
  const row = sizes.reduce(divisor);
  const decays = entries.flatMap(({ shape }, i) =>
    Array.from({ length: (sizes[i] as number) / row }, () => (shape.length > 1 ? weightDecay : 0)),
  );
  // [N / row, 1]
  const factors = tf.sub(1, tf.mul(tf.tensor2d(decays, [decays.length, 1]), learningRate));
  return tf.reshape(tf.mul(tf.reshape(weights, [decays.length, row]), factors), weights.shape);
}
