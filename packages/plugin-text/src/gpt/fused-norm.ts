import type { ScaleShift } from '@aigc/nn';
import * as tf from '@tensorflow/tfjs-core';

const EPSILON = 1e-5;

/**
 * Layer normalisation over the last axis in the form that ONNX Runtime takes for one operation: in generation, where a row is
 * short, each operation costs more to start than to do. It has no written gradient; training uses `layerNorm`.
 *
 * @param x float32 `[N, C]`
 * @see Ba, Kiros and Hinton 2016, arXiv 1607.06450, equation 4
 */
export function fusedNorm(x: tf.Tensor, { scale, shift }: ScaleShift): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.pow(centred, 2), -1, true);
  return tf.add(tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, EPSILON))), scale), shift);
}
