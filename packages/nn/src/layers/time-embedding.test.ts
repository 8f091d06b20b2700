import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { timeEmbedding } from './time-embedding.js';

describe('timeEmbedding', () => {
  test('is the sines, then the cosines, of t and t / 100 at size 4', async () => {
    const embed = eager(((t: tf.Tensor) => timeEmbedding(t, 4)) as never);

    const { data } = (await embed({ shape: [2], dtype: 'int32', data: Int32Array.of(0, 50) })) as HostTensor;

    // 10000^(-1/2) = 1 / 100
    const expected = [0, 0, 1, 1, Math.sin(50), Math.sin(0.5), Math.cos(50), Math.cos(0.5)];
    // digits: float32 of angles up to 50
    for (const [i, value] of expected.entries()) expect(data[i]).toBeCloseTo(value, 5);
  });
});
