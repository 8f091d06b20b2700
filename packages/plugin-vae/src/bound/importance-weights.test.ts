import { randomStream } from '@aigc/core';
import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { type MlpVaeConfig, mlpVaeConfigSchema } from '../mlp/config.js';
import type { VaeArchitecture } from '../network/architecture.js';
import { logImportanceWeights } from './importance-weights.js';
import { logMeanExp } from './log-mean-exp.js';

const CONFIG: MlpVaeConfig = { ...mlpVaeConfigSchema.parse({ latentSize: 1 }), channels: 1 };
const SLOPE = 3;

/** One pixel, white with probability sigmoid(3 z), and a posterior that is the same for black and white. */
const onePixel = (mean: number, logVariance: number): VaeArchitecture<MlpVaeConfig> => ({
  encoderEntries: () => [],
  decoderEntries: () => [],
  encode: (_config, _parameters, x) => ({ mean: tf.fill(x.shape, mean), logVariance: tf.fill(x.shape, logVariance) }),
  decode: (_config, _parameters, z) => tf.mul(z, SLOPE),
});

async function weights(architecture: VaeArchitecture<MlpVaeConfig>, draws: number): Promise<[Float32Array, Float32Array]> {
  const measure = eager(((x: tf.Tensor, epsilon: tf.Tensor) =>
    logImportanceWeights(architecture, CONFIG)({}, { x, epsilon })) as never);
  const x: HostTensor = { shape: [2, 1], dtype: 'float32', data: Float32Array.of(1, 0) };
  const epsilon: HostTensor = { shape: [2, draws, 1], dtype: 'float32', data: randomStream(0).normal(2 * draws) };
  const { data } = (await measure(x, epsilon)) as HostTensor<'float32'>;
  return [data.subarray(0, draws), data.subarray(draws)];
}

describe('logImportanceWeights', () => {
  test('is log p(x | z) where the posterior is the prior', async () => {
    const [white, black] = await weights(onePixel(0, 0), 3);
    const noise = randomStream(0).normal(6);

    const logSigmoid = (x: number) => -Math.log(1 + Math.exp(-x));
    for (let i = 0; i < 3; i++) {
      expect(white[i]).toBeCloseTo(logSigmoid(SLOPE * (noise[i] as number)), 5);
      expect(black[i]).toBeCloseTo(logSigmoid(-SLOPE * (noise[3 + i] as number)), 5);
    }
  });

  test('averages to p(x) = 1/2 by symmetry, however the draws are made', async () => {
    const draws = 20_000;
    for (const posterior of [onePixel(0, 0), onePixel(0.5, Math.log(1.5))]) {
      for (const rows of await weights(posterior, draws)) {
        const ratios = rows.map(Math.exp);
        const deviation = Math.sqrt(ratios.reduce((sum, ratio) => sum + (ratio - 0.5) ** 2, 0) / draws);

        // four standard errors
        expect(Math.abs(Math.exp(logMeanExp(rows)) - 0.5)).toBeLessThan((4 * deviation) / Math.sqrt(draws));
        // Jensen: the evidence lower bound lies below
        expect(rows.reduce((sum, value) => sum + value, 0) / draws).toBeLessThan(Math.log(0.5));
      }
    }
  });
});

describe('logMeanExp', () => {
  test('is exact where the exponentials would overflow or vanish', () => {
    expect(logMeanExp([1000, 1000 + Math.log(3)])).toBeCloseTo(1000 + Math.log(2), 10);
    expect(logMeanExp([-2000, -1000])).toBeCloseTo(-1000 - Math.log(2), 10);
  });
});
