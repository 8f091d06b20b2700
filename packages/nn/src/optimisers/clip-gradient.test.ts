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
    const { gradient, norm } = await clip(3, 0, -4);

    expect(norm?.data[0]).toBe(5);
    expect(gradient?.data[0]).toBeCloseTo(0.6, 6);
    expect(gradient?.data[1]).toBe(0);
    expect(gradient?.data[2]).toBeCloseTo(-0.8, 6);
  });

  test('leaves a short one, and one of zeros, as it is', async () => {
    expect(Array.from((await clip(0.5, 0.25)).gradient?.data ?? [])).toEqual([0.5, 0.25]);
    expect(Array.from((await clip(0, 0)).gradient?.data ?? [])).toEqual([0, 0]);
  });
});
