import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { alphasCumprod, timestepOfSigma, timestepSigmas } from './timesteps.js';

const PROCESS = { numTrainTimesteps: 1000, betaStart: 1e-4, betaEnd: 0.02 };

describe('alphasCumprod', () => {
  test('begins at 1 - beta and ends almost at 0', () => {
    const shares = alphasCumprod(PROCESS);

    expect(shares[0]).toBeCloseTo(1 - 1e-4, 7);
    // the product of (1 - beta_t) is about exp(-sum beta - sum beta^2 / 2), sum beta = 1000 (1e-4 + 0.02) / 2 = 10.05,
    // sum beta^2 = 1000 (mean^2 + range^2 / 12) = 1000 (0.01005^2 + 0.0199^2 / 12) = 0.134
    expect(Math.log(shares[999] as number)).toBeCloseTo(-10.05 - 0.067, 2);
  });
});

describe('timestepOfSigma', () => {
  test.each([0, 1, 500, 999])('is timestep %i at its own noise', async (timestep) => {
    const sigmas = timestepSigmas(PROCESS);
    const invert = eager((sigma: tf.Tensor) => timestepOfSigma(sigma, sigmas));

    const { data } = (await invert({
      shape: [1],
      dtype: 'float32',
      data: Float32Array.of(sigmas[timestep] as number),
    })) as HostTensor;

    // a float32 logarithm is known to 1e-7, neighbouring levels differ by 0.003 or more
    expect(data[0]).toBeCloseTo(timestep, 3);
  });

  test('lies between two timesteps where the noise does, and at the ends beyond', async () => {
    const invert = eager((sigma: tf.Tensor) => timestepOfSigma(sigma, [1, 4, 16]));

    const { data } = (await invert({ shape: [3], dtype: 'float32', data: Float32Array.of(0.5, 2, 100) })) as HostTensor;

    // 2 is half-way from 1 to 4 in logarithms
    expect([...data].map((t) => Math.round(t * 1e5) / 1e5)).toEqual([0, 0.5, 2]);
  });
});
