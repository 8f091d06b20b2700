import * as tf from '@tensorflow/tfjs-core';
import type { GptConfig } from './config.js';
import { type Rotation, rotate, rotations } from './rotary.js';

/** Added to the score of a position that may not be seen; its weight underflows to 0. */
export const HIDDEN = -1e9;

/** Queries, keys and values of all heads, float32 `[B, heads, T, D]` each. */
export interface Heads {
  readonly q: tf.Tensor;
  readonly k: tf.Tensor;
  readonly v: tf.Tensor;
}

/**
 * Cuts joined projections into heads, queries and keys turned where positions are rotary.
 *
 * Time is outside, because ONNX Runtime's products then take heads and batch as they lie in memory.
 *
 * @param qkv float32 `[T B, 3 C]`, row `t B + b`, heads side by side in each third
 * @param rotation of the T positions
 */
export function splitHeads(qkv: tf.Tensor, batchSize: number, { heads, width }: GptConfig, rotation?: Rotation): Heads {
  const size = width / heads;
  const length = (qkv.shape[0] as number) / batchSize;
  // [T B, C] -> [B, heads, T, D]; one row needs no transposition
  const split = (part: tf.Tensor) =>
    qkv.shape[0] === 1
      ? tf.reshape(part, [1, heads, 1, size])
      : tf.transpose(tf.reshape(part, [length, batchSize, heads, size]), [1, 2, 0, 3]);
  if (rotation === undefined) {
    const [q, k, v] = tf.split(qkv as tf.Tensor2D, 3, 1).map(split) as [tf.Tensor, tf.Tensor, tf.Tensor];
    return { q, k, v };
  }
  const [both, v] = tf.split(qkv as tf.Tensor2D, [2 * width, width], 1) as [tf.Tensor, tf.Tensor];
  // [T B, 2 C] -> [T, 2 B heads, D] and back
  const turned = tf.reshape(rotate(tf.reshape(both, [length, -1, size]), rotation), both.shape);
  const [q, k] = tf.split(turned, 2, 1).map(split) as [tf.Tensor, tf.Tensor];
  return { q, k, v: split(v) };
}

/** The rotation of positions 0 to `length - 1`, where positions are rotary. */
export function rotationOf(length: number, { positions, width, heads }: GptConfig): Rotation | undefined {
  return positions === 'rotary' ? rotations(length, width / heads) : undefined;
}

/** `[B, heads, T, D] -> [T B, C]`. */
export function joinHeads(seen: tf.Tensor): tf.Tensor {
  const [batch, heads, length, size] = seen.shape as [number, number, number, number];
  return tf.reshape(tf.transpose(seen, [2, 0, 1, 3]), [length * batch, heads * size]);
}

/**
 * `softmax(q k^T / sqrt D + mask) v`.
 *
 * @param mask broadcast to `[B, heads, T, K]`: 0 where the row may see the column, HIDDEN elsewhere
 * @param thin applied to the probabilities, for dropout
 * @see Vaswani et al. 2017, arXiv 1706.03762, equation 1
 */
export function attend({ q, k, v }: Heads, mask: tf.Tensor, thin = (probabilities: tf.Tensor) => probabilities): tf.Tensor {
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(q.shape.at(-1) as number));
  return tf.matMul(thin(tf.softmax(tf.add(scores, mask))), v);
}

/** Keys and values that a query sees, and which of them are hidden. */
export interface Memory {
  readonly k: tf.Tensor;
  readonly v: tf.Tensor;
  readonly mask: tf.Tensor;
}

/** Attention to two memories as if they were one behind the other, without joining them. */
export function attendBoth(q: tf.Tensor, first: Memory, second: Memory): tf.Tensor {
  const scaled = tf.mul(q, 1 / Math.sqrt(q.shape.at(-1) as number));
  const scoresOf = ({ k, mask }: Memory) => tf.add(tf.matMul(scaled, k, false, true), mask);
  const [left, right] = [scoresOf(first), scoresOf(second)];
  const sizes = [left.shape.at(-1) as number, right.shape.at(-1) as number];
  const [a, b] = tf.split(tf.softmax(tf.concat([left, right], -1)), sizes, -1) as [tf.Tensor, tf.Tensor];
  return tf.add(tf.matMul(a, first.v), tf.matMul(b, second.v));
}

/** `[T, T]`: a position sees itself and those before it. */
export function causalMask(length: number): tf.Tensor2D {
  const values = new Float32Array(length * length);
  for (let row = 0; row < length; row++) values.fill(HIDDEN, row * length + row + 1, (row + 1) * length);
  return tf.tensor2d(values, [length, length]);
}
