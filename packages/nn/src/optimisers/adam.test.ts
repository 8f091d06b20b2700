import { eager } from '@aigc/engine';
import type { HostTensor, Named } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { type AdamOptions, type AdamState, adam, adamState } from './adam.js';

const vector = (...values: number[]): HostTensor => ({
  shape: [values.length],
  dtype: 'float32',
  data: Float32Array.from(values),
});
const update = (options: AdamOptions) => {
  const run = eager(((p: tf.Tensor, g: tf.Tensor, state: AdamState<tf.Tensor>) => {
    const result = adam(p, g, state, options);
    return { parameters: result.parameters, ...result.state };
  }) as never);
  return async (p: HostTensor, g: HostTensor) => (await run(p, g, adamState(p.data.length))) as unknown as Named<HostTensor>;
};

describe('adam', () => {
  test('takes a first step of the learning rate against the sign of the gradient', async () => {
    // m / c1 = g, sqrt(v / c2) = |g|
    const { parameters, updates } = await update({ learningRate: 0.1 })(vector(1, 1), vector(5, -0.01));

    expect(parameters?.data[0]).toBeCloseTo(0.9, 5);
    expect(parameters?.data[1]).toBeCloseTo(1.1, 5);
    expect(updates?.data[0]).toBe(1);
  });

  test('keeps the moments of the algorithm', async () => {
    const { firstMoment, secondMoment } = await update({ learningRate: 0.1, beta1: 0.9, beta2: 0.99 })(vector(1), vector(2));

    // (1 - 0.9) 2 and (1 - 0.99) 4
    expect(firstMoment?.data[0]).toBeCloseTo(0.2, 6);
    expect(secondMoment?.data[0]).toBeCloseTo(0.04, 6);
  });

  test('takes a factor of the gradient as the scaled gradient', async () => {
    const run = (value: number, factor: number) =>
      (
        eager(((p: tf.Tensor, g: tf.Tensor, f: tf.Scalar, state: AdamState<tf.Tensor>) => {
          const result = adam(p, g, state, { learningRate: 0.1, gradientFactor: f });
          return { parameters: result.parameters, ...result.state };
        }) as never) as (...args: unknown[]) => Promise<unknown>
      )(vector(1), vector(value), { shape: [], dtype: 'float32', data: Float32Array.of(factor) }, adamState(1)) as Promise<
        Named<HostTensor>
      >;
    const [halved, small] = [await run(4, 0.5), await run(2, 1)];

    for (const leaf of ['parameters', 'firstMoment', 'secondMoment']) {
      expect(halved[leaf]?.data[0]).toBeCloseTo(small[leaf]?.data[0] as number, 6);
    }
  });

  test('decays weights apart from the gradient', async () => {
    // AdamW: (1 - 0.1 * 0.5) 2 - 0.1
    const { parameters } = await update({ learningRate: 0.1, weightDecay: 0.5 })(vector(2), vector(3));

    expect(parameters?.data[0]).toBeCloseTo(1.8, 5);
  });
});
