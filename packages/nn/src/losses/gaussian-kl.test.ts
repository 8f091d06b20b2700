import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { gaussianKl } from './gaussian-kl.js';

describe('gaussianKl', () => {
  test('is 0 for the standard distribution and the sum of its terms elsewhere', async () => {
    const measure = eager(((mean: tf.Tensor, logVariance: tf.Tensor) => gaussianKl(mean, logVariance)) as never);
    const pair = (...values: number[]): HostTensor => ({ shape: [2, 1], dtype: 'float32', data: Float32Array.from(values) });

    const standard = (await measure(pair(0, 0), pair(0, 0))) as HostTensor;
    const other = (await measure(pair(3, 0), pair(0, Math.log(4)))) as HostTensor;

    expect(standard.data[0]).toBe(0);
    // mean of 9 / 2 and (4 - 1 - ln 4) / 2
    expect(other.data[0]).toBeCloseTo((4.5 + (3 - Math.log(4)) / 2) / 2, 5);
  });
});
