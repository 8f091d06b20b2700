import { randomStream } from '@aigc/core';
import { eager } from '@aigc/engine';
import { initialVector, parameterCount, unpack } from '@aigc/nn';
import type { HostTensor, Named } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { type ConvVaeConfig, convVaeConfigSchema } from './config.js';
import { convArchitecture, encoderEntries, levelsOf } from './network.js';

const configOf = (settings: object, channels: 1 | 3 = 1): ConvVaeConfig => ({ ...convVaeConfigSchema.parse(settings), channels });

describe('levelsOf', () => {
  test('halves pictures to 4 pixels, doubling channels', () => {
    const sides = (imageSize: number) => levelsOf(configOf({ imageSize })).map(({ halfSide, width }) => [halfSide, width]);

    expect(sides(32)).toEqual([
      [16, 32],
      [8, 64],
      [4, 128],
    ]);
    expect(sides(28)).toEqual([
      [14, 32],
      [7, 64],
      [4, 128],
    ]);
  });
});

describe('encoderEntries', () => {
  test('has kernels, biases, norms and one dense layer', () => {
    // 8 px in grey: one level to 4 px, 8 channels; mean and log-variance of 5 latents
    const expected = 16 * 8 + 8 + 2 * 8 + 4 * 4 * 8 * 10 + 10;

    expect(parameterCount(encoderEntries(configOf({ imageSize: 8, width: 8, latentSize: 5 })))).toBe(expected);
  });
});

describe('convArchitecture', () => {
  test.each([
    [8, 1],
    [13, 3],
    [30, 1],
  ] as const)('brings pictures of %d pixels and %d channels to latents and back', async (imageSize, channels) => {
    const config = configOf({ imageSize, width: 8, latentSize: 5 }, channels);
    const size = imageSize * imageSize * channels;
    const entries = [...convArchitecture.encoderEntries(config), ...convArchitecture.decoderEntries(config)];
    const pass = eager(((vector: tf.Tensor, x: tf.Tensor) => {
      const parameters = unpack(vector, entries);
      const { mean, logVariance } = convArchitecture.encode(config, parameters, x);
      return { mean, logVariance, output: convArchitecture.decode(config, parameters, mean) };
    }) as never);
    const x: HostTensor = { shape: [2, size], dtype: 'float32', data: randomStream(0).uniform(2 * size) };

    const { mean, logVariance, output } = (await pass(initialVector(entries, randomStream(1)), x)) as Named<HostTensor>;

    expect([mean?.shape, logVariance?.shape, output?.shape]).toEqual([
      [2, 5],
      [2, 5],
      [2, size],
    ]);
    expect(Array.from(output?.data ?? []).every(Number.isFinite)).toBe(true);
  });
});
