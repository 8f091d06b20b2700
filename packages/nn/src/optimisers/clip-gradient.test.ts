import { eager } from '@aigc/engine';
import type { HostTensor, Named } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { clipGradient } from './clip-gradient.js';

const clip = async (...values: number[]) => {
  const run = eager(((gradient: tf.Tensor) => ({ ...clipGradient(gradient, 1) })) as never);
  return (await run({
    shape: [values.length],
    dtype: 'float32',
    data: Float32Array.from(values),
  })) as unknown as Named<HostTensor>;
};

describe('clipGradient', () => {
  test('scales a long gradient to the limit and reports its length', async () => {
    const { factor, norm } = await clip(3, 0, -4);

    expect(norm?.data[0]).toBe(5);
    expect(factor?.data[0]).toBeCloseTo(0.2, 6);
  });

  test('leaves a short one, and one of zeros, as it is', async () => {
    expect((await clip(0.5, 0.25)).factor?.data[0]).toBe(1);
    expect((await clip(0, 0)).factor?.data[0]).toBe(1);
  });
});
