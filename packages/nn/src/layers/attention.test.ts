import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { attention, multiHeadAttention } from './attention.js';

const tensor = (shape: readonly number[], value: (i: number) => number): HostTensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i)),
});
const run = async (fn: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: HostTensor[]) =>
  Array.from(((await eager(fn as never)(...inputs)) as HostTensor).data);

describe('attention', () => {
  test('averages the values where all scores are equal', async () => {
    const zero = tensor([1, 2, 3], () => 0);
    const v = tensor([1, 2, 3], (i) => i);

    // rows [0 1 2] and [3 4 5]
    expect(await run((q, k, x) => attention(q as tf.Tensor, k as tf.Tensor, x as tf.Tensor), zero, zero, v)).toEqual([
      1.5, 2.5, 3.5, 1.5, 2.5, 3.5,
    ]);
  });

  test('sees nothing that comes later when it is causal', async () => {
    const zero = tensor([1, 3, 1], () => 0);
    const v = tensor([1, 3, 1], (i) => 2 * i);

    // means of [0], [0 2] and [0 2 4]
    const seen = await run(
      (q, k, x) => attention(q as tf.Tensor, k as tf.Tensor, x as tf.Tensor, { causal: true }),
      zero,
      zero,
      v,
    );

    expect(seen).toEqual([0, 1, 2]);
  });
});

describe('multiHeadAttention', () => {
  test('is attention of each head of each sequence on its own channels', async () => {
    // T = 2, B = 2, C = 4, 2 heads of 2 channels: row t B + b is [q q q q k k k k v v v v]
    const qkv = tensor([4, 12], (i) => Math.sin(i));
    const part = (which: number, b: number, head: number) =>
      tensor([1, 2, 2], (i) => Math.sin(((i >> 1) * 2 + b) * 12 + which * 4 + head * 2 + (i & 1)));
    const alone = (b: number, head: number) =>
      run(
        (q, k, v) => attention(q as tf.Tensor, k as tf.Tensor, v as tf.Tensor, { causal: true }),
        part(0, b, head),
        part(1, b, head),
        part(2, b, head),
      );

    const joined = await run((x) => multiHeadAttention(x as tf.Tensor, { batchSize: 2, heads: 2, causal: true }), qkv);

    for (const [b, head] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      const rows = [0, 1].flatMap((t) => joined.slice((t * 2 + b) * 4 + head * 2).slice(0, 2));
      expect(rows).toEqual(await alone(b, head));
    }
  });
});
