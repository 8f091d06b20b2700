import { eager, type TensorFunction } from '@aigc/engine';
import type { HostTensor, Named } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { batchMetrics, pairDistance } from './batch-metrics.js';

const float32 = (shape: readonly number[], ...values: number[]): HostTensor<'float32'> => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(values),
});

async function metricsOf(real: [HostTensor, HostTensor], fake: [HostTensor, HostTensor]): Promise<Named<number>> {
  const measure = (...t: tf.Tensor[]) => {
    const [realImages, realLogits, fakeImages, fakeLogits] = t as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    return batchMetrics({ images: realImages, logits: realLogits }, { images: fakeImages, logits: fakeLogits });
  };
  const scalars = (await eager(measure as TensorFunction)(...real, ...fake)) as Named<HostTensor>;
  return Object.fromEntries(Object.entries(scalars).map(([name, { data }]) => [name, data[0] as number]));
}

describe('pairDistance', () => {
  test('is the mean of the squared distances of all pairs', async () => {
    // points (0, 0), (3, 4), (0, 4): 25, 16 and 9
    const mean = (await eager(pairDistance as TensorFunction)(float32([3, 2], 0, 0, 3, 4, 0, 4))) as HostTensor;

    expect(mean.data[0]).toBeCloseTo(50 / 3, 5);
  });
});

describe('batchMetrics', () => {
  const spread = float32([2, 1], -1, 1);

  test('counts what the discriminator got right', async () => {
    const metrics = await metricsOf([spread, float32([4, 1], 1, 2, -1, 3)], [spread, float32([4, 1], -1, 2, -3, 0.1)]);

    expect(metrics).toMatchObject({ realAccuracy: 0.75, fakeAccuracy: 0.5 });
  });

  test.each([
    ['as varied as the real ones', [1, -1], 1],
    ['half as far apart', [0.5, -0.5], 0.5],
    ['all the same', [0.3, 0.3], 0],
  ])('says that pictures are %s', async (_, values, diversity) => {
    const logits = float32([2, 1], 0, 0);
    const metrics = await metricsOf([spread, logits], [float32([2, 1], ...values), logits]);

    expect(metrics.diversity).toBeCloseTo(diversity, 5);
  });
});
