import { eager } from '@aigc/engine';
import { parameterCount } from '@aigc/nn';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { flatPixels, picturesOf } from '../network/pixels.js';
import { sampleLatents } from '../network/posterior.js';
import { type MlpVaeConfig, mlpVaeConfigSchema } from './config.js';
import { decoderEntries, encoderEntries, mlpVaeEntries } from './network.js';

const configOf = (settings: object, channels: 1 | 3 = 1): MlpVaeConfig => ({ ...mlpVaeConfigSchema.parse(settings), channels });
const tensor = (shape: number[], ...values: number[]): HostTensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(values),
});

describe('mlpVaeEntries', () => {
  test('has as many parameters by default as 784-400-40-400-784 says', () => {
    // mean and log-variance: 2 * 40 outputs
    const encoder = 784 * 400 + 400 + 400 * 80 + 80;
    const decoder = 40 * 400 + 400 + 400 * 784 + 784;

    expect(parameterCount(encoderEntries(configOf({})))).toBe(encoder);
    expect(parameterCount(decoderEntries(configOf({})))).toBe(decoder);
    expect(parameterCount(mlpVaeEntries(configOf({})))).toBe(encoder + decoder);
  });

  test('reads and draws three values a pixel in colour', () => {
    const shapes = new Map(mlpVaeEntries(configOf({ imageSize: 8 }, 3)).map(({ name, shape }) => [name, shape]));

    expect(shapes.get('encoder.kernel')).toEqual([8 * 8 * 3, 400]);
    expect(shapes.get('output.bias')).toEqual([8 * 8 * 3]);
  });
});

describe('flatPixels', () => {
  test('takes black to 0, mid grey to 0.5 and white to 1, row by row', async () => {
    const flat = (await eager(flatPixels as never)(tensor([2, 1, 2, 1], -1, 1, 0, -1))) as HostTensor;

    expect(flat).toMatchObject({ shape: [2, 2], data: Float32Array.of(0, 1, 0.5, 0) });
  });
});

describe('picturesOf', () => {
  test('shows a pixel as bright as it is probable', async () => {
    const config = configOf({ imageSize: 8 });
    const logits = tensor([1, 64], 0, Math.log(3), -Math.log(3), 1000, -1000, ...Array.from({ length: 59 }, () => 0));

    const pictures = (await eager(((l: tf.Tensor) => picturesOf(l, config)) as never)(logits)) as HostTensor;

    expect(pictures.shape).toEqual([1, 8, 8, 1]);
    // probabilities 1/2, 3/4, 1/4, 1 and 0, from [0, 1] to [-1, 1]
    [0, 0.5, -0.5, 1, -1].forEach((value, i) => {
      expect(pictures.data[i]).toBeCloseTo(value, 6);
    });
  });
});

describe('sampleLatents', () => {
  test('is the mean where the noise is 0, and a deviation away where it is 1', async () => {
    // a log-variance of ln 9 is a deviation of 3
    const posterior = { mean: tensor([2, 1], 5, 5), logVariance: tensor([2, 1], Math.log(9), Math.log(9)) };

    const z = (await eager(sampleLatents as never)(posterior, tensor([2, 1], 0, -1))) as HostTensor;

    expect(z.data[0]).toBeCloseTo(5, 6);
    expect(z.data[1]).toBeCloseTo(2, 5);
  });
});
