import { eager } from '@aigc/engine';
import { parameterCount, unpack } from '@aigc/nn';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { dcganConfigSchema } from './config.js';
import { discriminator, discriminatorEntries, generator, generatorEntries, pyramid, statisticsEntries } from './network.js';

const configOf = (settings: object) => ({ channels: 1 as const, ...dcganConfigSchema.parse(settings) }) as never;
const filled = (size: number, value: (i: number) => number): HostTensor => ({
  shape: [size],
  dtype: 'float32',
  data: Float32Array.from({ length: size }, (_, i) => value(i)),
});

describe('pyramid', () => {
  test('halves the side until it is 7 or less, doubling the channels', () => {
    expect(pyramid(configOf({ imageSize: 28, width: 64, channels: 1 }))).toEqual([
      { side: 28, channels: 1 },
      { side: 14, channels: 64 },
      { side: 7, channels: 128 },
    ]);
  });

  test.each([
    [16, 4],
    [32, 4],
    [48, 6],
    [64, 4],
    [128, 4],
  ])('takes %i px down to %i', (imageSize, smallest) => {
    expect(pyramid(configOf({ imageSize })).at(-1)?.side).toBe(smallest);
  });
});

describe('dcgan network', () => {
  test('has as many parameters at 28 px and width 64 as the layers say', () => {
    const config = configOf({ imageSize: 28, width: 64, channels: 1 });
    // dense 100 * 6272 + 6272; norms 2 * 128 + 2 * 64; kernels 25 * 64 * 128 + 25 * 64; bias 1
    expect(parameterCount(generatorEntries(config))).toBe(627_200 + 6_272 + 256 + 128 + 204_800 + 1_600 + 1);
    // kernels 25 * 64 + 25 * 64 * 128; bias 64; norm 2 * 128; dense 6272 + 1
    expect(parameterCount(discriminatorEntries(config))).toBe(1_600 + 204_800 + 64 + 256 + 6_272 + 1);
  });

  test('draws pictures of the configured size and judges each with one logit', async () => {
    const config = configOf({ imageSize: 16, width: 8, channels: 3, latentSize: 4 });
    const [g, s, d] = [generatorEntries(config), statisticsEntries(config), discriminatorEntries(config)];
    const forward = (weights: { g: tf.Tensor; s: tf.Tensor; d: tf.Tensor }, z: tf.Tensor) => {
      const { images } = generator(unpack(weights.g, g), z, config, { statistics: unpack(weights.s, s) });
      return { images, logits: discriminator(unpack(weights.d, d), images, config) };
    };
    const weights = {
      g: filled(parameterCount(g), (i) => Math.sin(i) / 5),
      s: filled(parameterCount(s), () => 1),
      d: filled(parameterCount(d), (i) => Math.cos(i) / 5),
    };
    const z: HostTensor = { shape: [2, 4], dtype: 'float32', data: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]) };

    const { images, logits } = (await eager(forward)(weights, z)) as { images: HostTensor; logits: HostTensor };

    expect(images.shape).toEqual([2, 16, 16, 3]);
    expect(logits.shape).toEqual([2, 1]);
    // tanh: values lie in [-1, 1]
    expect(Math.max(...(images.data as Float32Array).map(Math.abs))).toBeLessThanOrEqual(1);
  });
});
