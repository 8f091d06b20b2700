// Rotary positions: Su et al. 2021, arXiv 2104.09864, equation 34, with dimensions i and i + D / 2 of a head as a pair.
import * as tf from '@tensorflow/tfjs-core';

/** Wavelengths grow from 2 pi to this many times 2 pi. */
const BASE = 10_000;

/** Cosine and sine of each position's angles, float32 `[T, D]` or broadcast to it. */
export interface Rotation {
  readonly cos: tf.Tensor;
  readonly sin: tf.Tensor;
}

/** Angles of positions 0 to `length - 1`, those of the pairs twice. @param size D, of a head; even */
export function rotations(length: number, size: number): Rotation {
  const half = size / 2;
  const angleOf = (i: number) => Math.floor(i / size) * BASE ** (-(i % half) / half);
  const angles = Float64Array.from({ length: length * size }, (_, i) => angleOf(i));
  const table = (wave: (angle: number) => number) => tf.tensor2d(Float32Array.from(angles, wave), [length, size]);
  return { cos: table(Math.cos), sin: table(Math.sin) };
}

/** `[D, D]`: takes `(a, b)`, the halves of a head, to `(-b, a)`. As a product it costs less than cutting and joining. */
function quarterTurn(size: number): tf.Tensor2D {
  const half = size / 2;
  const values = new Float32Array(size * size);
  for (let i = 0; i < half; i++) {
    values[(i + half) * size + i] = -1;
    values[i * size + i + half] = 1;
  }
  return tf.tensor2d(values, [size, size]);
}

/** Turns each pair by the angle of its row. @param x float32 `[T, N, D]` */
export function rotate(x: tf.Tensor, { cos, sin }: Rotation): tf.Tensor {
  const size = x.shape.at(-1) as number;
  const byRow = (table: tf.Tensor) => tf.expandDims(table, 1);
  const turned = tf.reshape(tf.matMul(tf.reshape(x, [-1, size]), quarterTurn(size)), x.shape);
  return tf.add(tf.mul(x, byRow(cos)), tf.mul(turned, byRow(sin)));
}
