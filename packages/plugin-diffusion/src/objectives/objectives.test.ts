import { eager } from '@aigc/engine';
import type { HostTensor, Named } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { preconditioned } from '../denoisers/preconditioned.js';
import { epsilonPrediction, vPrediction } from './ddpm.js';
import { denoisingLoss } from './denoising-loss.js';
import { edm } from './edm.js';
import type { Objective } from './objective.js';
import { rectifiedFlow } from './rectified-flow.js';

const PROCESS = { numTrainTimesteps: 1000, betaStart: 1e-4, betaEnd: 0.02 };
// Pictures of two pixels: x0, noise and the noise level of each
const IMAGES = [0.8, -0.3, 0.1, 0.6];
const NOISE = [1.2, -0.7, 0.4, 2];
const SIGMAS = [0.05, 3];
/** float32 sums of values up to 6. */
const DIGITS = 5;

const column = (values: readonly number[]): HostTensor => ({
  shape: [values.length / 2, 1, 2, 1],
  dtype: 'float32',
  data: Float32Array.from(values),
});

/** What each network should predict, as its paper has it. */
const TARGETS: readonly (readonly [string, Objective, (x0: number, n: number, sigma: number) => number])[] = [
  ['epsilon', epsilonPrediction(PROCESS), (_x0, n) => n],
  // v = alpha_t n - sigma_t x0, where alpha_t^2 + sigma_t^2 = 1 and sigma_t / alpha_t = sigma
  ['v', vPrediction(PROCESS), (x0, n, sigma) => Math.cos(Math.atan(sigma)) * n - Math.sin(Math.atan(sigma)) * x0],
  ['flow', rectifiedFlow, (x0, n) => n - x0],
  // equation 8 of EDM, with sigmaData 0.5
  [
    'edm',
    edm,
    (x0, n, sigma) => {
      const variance = sigma ** 2 + 0.25;
      return (x0 - (0.25 / variance) * (x0 + sigma * n)) / ((sigma * 0.5) / Math.sqrt(variance));
    },
  ],
];

describe.each(TARGETS)('%s', (_, objective, target) => {
  const targets = IMAGES.map((x0, i) => target(x0, NOISE[i] as number, SIGMAS[Math.floor(i / 2)] as number));
  const parts = { images: column(IMAGES), noise: column(NOISE), predicted: column(targets) };
  const sigma: HostTensor = { shape: [2], dtype: 'float32', data: Float32Array.from(SIGMAS) };
  const tensors = { ...parts, sigma };

  test('finds the picture where the network is right', async () => {
    const denoise = eager(({ images, noise, predicted, sigma: s }: Named<tf.Tensor>) => {
      const x = tf.add(images as tf.Tensor, tf.mul(noise as tf.Tensor, tf.reshape(s as tf.Tensor, [2, 1, 1, 1])));
      return preconditioned(() => predicted as tf.Tensor, objective.preconditioning)(x, s as tf.Tensor, {});
    });

    const { data } = (await denoise(tensors)) as HostTensor;

    for (const [i, x0] of IMAGES.entries()) expect(data[i]).toBeCloseTo(x0, DIGITS);
  });

  test('has a loss of 0 where the network is right, and the square of what it is wrong by', async () => {
    const loss = eager(({ images, noise, predicted, sigma: s }: Named<tf.Tensor>) => {
      const pictures = { images: images as tf.Tensor, noise: noise as tf.Tensor, conditioning: {} };
      const levels = { sigma: s as tf.Tensor, level: s as tf.Tensor };
      const lossOf = (error: number) =>
        denoisingLoss(() => tf.add(predicted as tf.Tensor, error), objective.preconditioning, { ...pictures, levels });
      return { right: lossOf(0), wrong: lossOf(0.5) };
    });

    const { right, wrong } = (await loss(tensors)) as Named<HostTensor>;

    expect(right?.data[0]).toBeCloseTo(0, DIGITS);
    expect(wrong?.data[0]).toBeCloseTo(0.25, DIGITS);
  });

  test('samples downwards, between the lowest and the highest noise it learns', () => {
    const sigmas = objective.samplingSigmas(10);

    expect(sigmas).toHaveLength(10);
    expect(sigmas[0]).toBeCloseTo(objective.sigmaMax, 9);
    expect(sigmas).toEqual([...sigmas].sort((a, b) => b - a));
    expect(sigmas.at(-1)).toBeGreaterThanOrEqual(objective.sigmaMin * (1 - 1e-9));
  });

  test('tells the network the same level in training as in sampling', async () => {
    const levels = eager((drawn: tf.Tensor) => {
      const { sigma: s, level } = objective.trainingLevels(drawn);
      return { trained: level, sampled: objective.preconditioning.level(s) };
    });
    // both ends included of uniform draws; ordinary normal ones
    const { trained, sampled } = (await levels({
      shape: [4],
      dtype: 'float32',
      data: Float32Array.of(0, 0.25, 0.7, 0.99999),
    })) as Named<HostTensor>;

    // thousandths of a timestep, of which there are a thousand
    for (const [i, level] of [...(trained?.data ?? [])].entries()) expect(sampled?.data[i]).toBeCloseTo(level, 1);
  });
});

describe('edm', () => {
  test('keeps the variance of inputs at 1', async () => {
    const input = eager((s: tf.Tensor) => edm.preconditioning.input(s));

    const { data } = (await input({ shape: [2], dtype: 'float32', data: Float32Array.from(SIGMAS) })) as HostTensor;

    // variance of the data 0.5^2, plus that of the noise
    for (const [i, sigma] of SIGMAS.entries()) expect((data[i] as number) ** 2 * (0.25 + sigma ** 2)).toBeCloseTo(1, DIGITS);
  });
});
