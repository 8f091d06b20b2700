import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { ddim } from '../samplers/ddim.js';
import { dpmpp2m } from '../samplers/dpmpp-2m.js';
import { heun } from '../samplers/heun.js';
import { gaussianDenoiser } from '../testing/gaussian-denoiser.js';
import { runSampler } from '../testing/run-sampler.js';
import { clipped } from './clipped.js';
import type { Denoiser } from './denoiser.js';
import { guided } from './guided.js';
import { inpainted } from './inpainted.js';

const pictures = (...values: number[]): HostTensor => ({
  shape: [values.length, 1, 1, 1],
  dtype: 'float32',
  data: Float32Array.from(values),
});
const run = async (fn: (x: tf.Tensor) => tf.Tensor, x: HostTensor): Promise<number[]> => [
  ...((await eager(fn)(x)) as HostTensor).data,
];

describe('guided', () => {
  // answers x + 10 label
  const byLabel: Denoiser = (x, _sigma, { labels }) =>
    tf.add(x, tf.reshape(tf.mul(tf.cast(labels as tf.Tensor, 'float32'), 10), [-1, 1, 1, 1]));
  const guide = (guidanceScale: number) => (x: tf.Tensor) =>
    guided(byLabel, { guidanceScale, unconditional: 5 })(x, tf.tensor1d([1]), { labels: tf.tensor1d([1, 2], 'int32') });

  test('goes past the answer with a class, away from the one without', async () => {
    // without a class 50 + x, with one 10 + x and 20 + x: 50 + 2 (10 - 50), 50 + 2 (20 - 50)
    expect(await run(guide(2), pictures(1, 2))).toEqual([-29, -8]);
  });

  test('is the answer with a class at scale 1, and the one without at 0', async () => {
    expect(await run(guide(1), pictures(1, 2))).toEqual([11, 22]);
    expect(await run(guide(0), pictures(1, 2))).toEqual([51, 52]);
  });
});

describe('clipped', () => {
  test('ends at the brightest and the darkest colour', async () => {
    expect(await run((x) => clipped((y) => tf.mul(y, 2))(x, tf.scalar(1), {}), pictures(-3, 0.25, 0.75))).toEqual([-1, 0.5, 1]);
  });
});

describe('inpainted', () => {
  test.each([
    ['ddim', ddim],
    ['heun', heun],
    ['dpmpp2m', dpmpp2m],
  ] as const)('keeps the known part and draws the rest as without it (%s)', async (_, sampler) => {
    const data = { mean: 0.3, deviation: 0.5 };
    const plain = gaussianDenoiser(data);
    const sigmas = [8, 4, 2, 1, 0.5, 0];
    const [init, noise] = [
      [0.9, 0.9],
      [1.3, 1.3],
    ] as const;
    const x = init.map((known, i) => known + 8 * (noise[i] as number));
    // the first is drawn, the second stays
    const known = { init: tf.tensor1d([...init]), mask: tf.tensor1d([1, -1]) };
    const denoise = (y: tf.Tensor, sigma: tf.Tensor) => inpainted((z, s) => plain(z, s), known)(y, sigma, {});

    const [drawn, kept] = await runSampler({ sampler, sigmas, denoise, x });
    const [free] = await runSampler({ sampler, sigmas, denoise: plain, x });

    expect(kept).toBeCloseTo(0.9, 5);
    expect(drawn).toBeCloseTo(free as number, 5);
  });
});
