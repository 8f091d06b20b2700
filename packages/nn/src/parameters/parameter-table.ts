import type { Named, ParameterEntry } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';

const sizeOf = (shape: readonly number[]) => shape.reduce((size, dimension) => size * dimension, 1);

/** Number of elements that a table's parameters have together: the length of their flat vector. */
export function parameterCount(entries: readonly ParameterEntry[]): number {
  return entries.reduce((count, { shape }) => count + sizeOf(shape), 0);
}

/**
 * Splits a flat vector into named parameters.
 *
 * A network keeps its parameters as one vector, so that the optimiser, the gradient norm and the averaged weights are a few
 * operations instead of a few for each tensor.
 *
 * @param vector float32 `[parameterCount(entries)]`
 */
export function unpack(vector: tf.Tensor, entries: readonly ParameterEntry[]): Named<tf.Tensor> {
  const parts = tf.split(
    vector as tf.Tensor1D,
    entries.map(({ shape }) => sizeOf(shape)),
  );
  return Object.fromEntries(entries.map(({ name, shape }, i) => [name, tf.reshape(parts[i] as tf.Tensor1D, [...shape])]));
}

/** Joins named parameters into one flat vector, in the table's order. */
export function pack(parameters: Named<tf.Tensor>, entries: readonly ParameterEntry[]): tf.Tensor1D {
  return tf.concat(entries.map(({ name }) => tf.reshape(parameters[name] as tf.Tensor, [-1])) as tf.Tensor1D[]);
}

/** A loss and its gradient with respect to a flat parameter vector. */
export interface LossAndGradient {
  /** float32 scalar. */
  readonly loss: tf.Scalar;
  /** float32, of the vector's shape. */
  readonly gradient: tf.Tensor1D;
}

/**
 * Differentiates a loss with respect to the parameters in a flat vector.
 *
 * The vector is split outside the differentiated function: the gradient of a split would pad every part to full length.
 */
export function lossAndGradient(
  loss: (parameters: Named<tf.Tensor>) => tf.Scalar,
  vector: tf.Tensor,
  entries: readonly ParameterEntry[],
): LossAndGradient {
  const parameters = unpack(vector, entries);
  const ordered = entries.map(({ name }) => parameters[name] as tf.Tensor);
  const named = (tensors: readonly tf.Tensor[]) =>
    Object.fromEntries(entries.map(({ name }, i) => [name, tensors[i] as tf.Tensor]));
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => loss(named(tensors)))(ordered);
  return { loss: value as tf.Scalar, gradient: tf.concat(grads.map((gradient) => tf.reshape(gradient, [-1])) as tf.Tensor1D[]) };
}
