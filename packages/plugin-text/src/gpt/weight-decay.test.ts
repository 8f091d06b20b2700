import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { decayMatrices } from './weight-decay.js';

const ENTRIES = [
  { name: 'kernel', shape: [2, 2] },
  { name: 'bias', shape: [2] },
  { name: 'table', shape: [3, 2] },
];

describe('decayMatrices', () => {
  test('shrinks matrices by learning rate times decay, and leaves vectors alone', async () => {
    const run = eager(((w: tf.Tensor, rate: tf.Scalar) => decayMatrices(w, ENTRIES, rate, 0.5)) as never);
    const weights: HostTensor = { shape: [12], dtype: 'float32', data: Float32Array.from({ length: 12 }, (_, i) => i + 1) };

    const { data } = (await run(weights, { shape: [], dtype: 'float32', data: Float32Array.of(0.2) })) as HostTensor;

    // 1 - 0.2 * 0.5 = 0.9 for the first four and the last six
    const expected = [0.9, 1.8, 2.7, 3.6, 5, 6, 6.3, 7.2, 8.1, 9, 9.9, 10.8];
    expected.forEach((value, i) => {
      expect(data[i]).toBeCloseTo(value, 5);
    });
  });
});
