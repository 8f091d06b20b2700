import { randomStream } from '@aigc/core';
import { eager } from '@aigc/engine';
import { type HostTensor, InvalidConfigError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { mlp } from '../mlp/model.js';
import { fromMixture } from './vae-sampler.js';

const MIXTURE = {
  weights: [0.25, 0.75],
  means: [
    [10, 20],
    [-10, -20],
  ],
  standardDeviations: [
    [1, 2],
    [3, 4],
  ],
};

const rows = (size: number, ...values: number[]): HostTensor => ({
  shape: [values.length / size, size],
  dtype: 'float32',
  data: Float32Array.from(values),
});

async function draw(normal: HostTensor, chosen: HostTensor): Promise<Float32Array> {
  const sample = eager(((z: tf.Tensor, u: tf.Tensor) => fromMixture(MIXTURE, z, u)) as never);
  return ((await sample(normal, chosen)) as HostTensor<'float32'>).data;
}

describe('fromMixture', () => {
  test('scales and moves a draw to the component that its share of [0, 1) falls to', async () => {
    // below, at and above the border of 0.25
    const drawn = await draw(rows(2, 1, 1, 1, 1, 0, -1), rows(1, 0.2, 0.25, 0.99));

    expect([...drawn]).toEqual([10 + 1, 20 + 2, -10 + 3, -20 + 4, -10, -20 - 4]);
  });

  test('draws each component as often as it weighs', async () => {
    const count = 4000;
    const chosen = rows(1, ...randomStream(0).uniform(count));

    const drawn = await draw(rows(2, ...new Float32Array(2 * count)), chosen);

    const share = drawn.filter((value, i) => i % 2 === 0 && value === 10).length / count;
    // four standard deviations of a share
    expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / count));
  });
});

describe('a mixture prior that was never fitted', () => {
  test('is refused by saying how to fit it', () => {
    const config = mlp.resolveConfig({ imageSize: 8 }, { kind: 'images', count: 1, channels: 1, classes: [] });
    const sample = () => mlp.sampler?.(config, { prior: 'mixture' });

    expect(sample).toThrow(InvalidConfigError);
    expect(sample).toThrow('no fitted prior');
  });
});
