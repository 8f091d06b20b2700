// Dropout: Srivastava et al. 2014, section 4, scaled while training; masks are made of few numbers.
import * as tf from '@tensorflow/tfjs-core';
import type { GptConfig } from './config.js';

/** Leaves out a share of a tensor's elements and scales the others up. */
export type Thin = (x: tf.Tensor) => tf.Tensor;

/** Where a step leaves activations out; `residual` is asked for each place in the order of use. */
export interface Dropout {
  /** Of `[T B, C]`. */
  residual(): Thin;
  /** Of attention's probabilities `[B, heads, T, T]`. */
  attention(): Thin;
}

/** Uniform numbers that one pass over `batchSize` stretches needs. */
export function dropoutCount(config: GptConfig, batchSize: number): number {
  const { layers, heads, width, stretchLength } = config;
  const residual = batchSize * stretchLength + width;
  return (1 + 2 * layers) * residual + layers * 2 * batchSize * heads * stretchLength;
}

/**
 * Masks from uniform numbers: element `(i, j)` is kept where `a_i + b_j`, without its whole part, is not below the rate.
 *
 * Any two elements are independent, and a step draws thousands of numbers on the host instead of millions.
 *
 * @param uniform float32 `[dropoutCount(config, batchSize)]` in [0, 1)
 */
export function dropoutFrom(uniform: tf.Tensor, config: GptConfig, batchSize: number): Dropout {
  const { heads, width, stretchLength, dropout } = config;
  let used = 0;
  const take = (shape: number[]) => {
    const count = shape.reduce((size, side) => size * side, 1);
    used += count;
    return tf.reshape(tf.slice(uniform, [used - count], [count]), shape);
  };
  const thin = (rows: number[], columns: number[]): Thin => {
    const sum = tf.add(take(rows), take(columns));
    const isKept = tf.greaterEqual(tf.sub(sum, tf.floor(sum)), dropout);
    const mask = tf.mul(tf.cast(isKept, 'float32'), 1 / (1 - dropout));
    return (x) => tf.mul(x, mask);
  };
  return {
    residual: () => thin([batchSize * stretchLength, 1], [1, width]),
    attention: () => thin([batchSize, heads, stretchLength, 1], [batchSize, heads, 1, stretchLength]),
  };
}

/** Leaves everything in. */
export const NO_DROPOUT: Dropout = { residual: () => (x) => x, attention: () => (x) => x };
