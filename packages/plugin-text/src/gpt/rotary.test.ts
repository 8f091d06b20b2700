import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { rotate, rotations } from './rotary.js';

const [LENGTH, SIZE] = [6, 4];

/** A head that is the same at each position, turned. */
async function turned(head: readonly number[]): Promise<number[][]> {
  const x: HostTensor = { shape: [LENGTH, 1, SIZE], dtype: 'float32', data: Float32Array.from(Array(LENGTH).fill(head).flat()) };
  const run = eager(((t: tf.Tensor) => rotate(t, rotations(LENGTH, SIZE))) as never);
  const { data } = (await run(x)) as HostTensor;
  return Array.from({ length: LENGTH }, (_, i) => [...data.subarray(i * SIZE, (i + 1) * SIZE)]);
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

describe('rotate', () => {
  test('turns the pairs by the position, the second of them a hundredth as fast', async () => {
    const rows = await turned([1, 1, 0, 0]);

    // (1, 0) by angles t and t / 100, since 10000^(-1 / 2) = 1 / 100
    rows.forEach((row, t) => {
      [Math.cos(t), Math.cos(t / 100), Math.sin(t), Math.sin(t / 100)].forEach((value, i) => {
        expect(row[i]).toBeCloseTo(value, 5);
      });
    });
  });

  test('leaves of two positions only their distance in the score', async () => {
    const [queries, keys] = [await turned([0.3, -1, 2, 0.5]), await turned([1, 0.7, -0.2, 0.4])];

    const score = (m: number, n: number) => dot(queries[m] as number[], keys[n] as number[]);
    expect(score(5, 3)).toBeCloseTo(score(2, 0), 4);
    expect(score(4, 4)).toBeCloseTo(score(0, 0), 4);
    expect(Math.abs(score(5, 3) - score(5, 1))).toBeGreaterThan(0.1);
  });
});
