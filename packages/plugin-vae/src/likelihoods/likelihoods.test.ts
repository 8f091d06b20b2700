import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { bernoulli } from './bernoulli.js';
import { defaultLikelihood } from './choose-likelihood.js';
import { discretisedLogistic } from './discretised-logistic.js';
import { gaussian } from './gaussian.js';
import type { Likelihood } from './likelihood.js';

const tensor = (shape: number[], values: ArrayLike<number>): HostTensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(values),
});
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** `-log p` of each row of some values, one output and one scale for all. */
async function nats(
  likelihood: Likelihood,
  rows: readonly (readonly number[])[],
  output: number,
  logScale = 0,
): Promise<number[]> {
  const size = rows[0]?.length as number;
  const measure = eager(((o: tf.Tensor, x: tf.Tensor, s: tf.Tensor) =>
    likelihood.negativeLogLikelihood({ output: o, x, logScale: s })) as never);
  const outputs = tensor([1, size], Array<number>(size).fill(output));
  const result = (await measure(outputs, tensor([rows.length, size], rows.flat()), tensor([1], [logScale]))) as HostTensor;
  expect(result.shape).toEqual([rows.length]);
  return [...result.data];
}

/** The batch mean that training takes, of two rows. */
async function meanNats(likelihood: Likelihood, rows: readonly (readonly number[])[], output: number, logScale = 0) {
  const size = rows[0]?.length as number;
  const measure = eager(((o: tf.Tensor, x: tf.Tensor, s: tf.Tensor) => likelihood.loss({ output: o, x, logScale: s })) as never);
  const outputs = tensor([rows.length, size], Array<number>(rows.length * size).fill(output));
  return ((await measure(outputs, tensor([rows.length, size], rows.flat()), tensor([1], [logScale]))) as HostTensor).data[0];
}

describe('bernoulli', () => {
  test('is -log p of white and -log (1 - p) of black, summed', async () => {
    const [one, two] = await nats(
      bernoulli,
      [
        [1, 0],
        [1, 1],
      ],
      Math.log(3),
    ); // p = 3/4

    expect(one).toBeCloseTo(-Math.log(3 / 4) - Math.log(1 / 4), 5);
    expect(two).toBeCloseTo(-2 * Math.log(3 / 4), 5);
    expect(
      await meanNats(
        bernoulli,
        [
          [1, 0],
          [1, 1],
        ],
        Math.log(3),
      ),
    ).toBeCloseTo(((one as number) + (two as number)) / 2, 5);
  });

  test('stays finite for logits far out', async () => {
    const [right, wrong] = await nats(bernoulli, [[1], [0]], 300);

    expect(right).toBeCloseTo(0, 6);
    expect(wrong).toBeCloseTo(300, 3);
  });
});

describe('gaussian', () => {
  test('is the negative log-density around the sigmoid of the output', async () => {
    // mean 1/2, deviation 1/4: x = 1 is two deviations away, x = 1/2 none
    const logDensity = (deviations: number) => -0.5 * deviations ** 2 - Math.log(0.25) - 0.5 * Math.log(2 * Math.PI);

    const [value] = await nats(gaussian, [[1, 0.5]], 0, Math.log(0.25));

    // the variance of rounding adds 2e-5 of 1/16
    expect(value).toBeCloseTo(-logDensity(2) - logDensity(0), 3);
    expect(await meanNats(gaussian, [[1, 0.5]], 0, Math.log(0.25))).toBeCloseTo(value as number, 5);
  });

  test('cannot become denser than 8 bits can tell', async () => {
    const [value] = await nats(gaussian, [[0.5]], 0, -100);

    expect(value).toBeCloseTo(0.5 * Math.log((2 * Math.PI) / (12 * 255 ** 2)), 4);
  });
});

describe('discretisedLogistic', () => {
  const levels = Array.from({ length: 256 }, (_, level) => [level / 255]);

  test.each([
    ['in the middle', 0.3, 0.1],
    ['narrow', -1, 0.004],
    ['near white', 4, 0.05],
  ])('shares out a probability of 1 over 256 levels (%s)', async (_, output, scale) => {
    const shares = (await nats(discretisedLogistic, levels, output, Math.log(scale))).map((value) => Math.exp(-value));

    // 256 float32 roundings of shares of at most 1
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
  });

  test('is the difference of two sigmoids, computed in double precision here', async () => {
    const [output, scale] = [0.3, 0.1];
    const ends = (level: number) => [-0.5, 0.5].map((side) => sigmoid(((level + side) / 255 - sigmoid(output)) / scale));

    const values = await nats(discretisedLogistic, levels, output, Math.log(scale));

    for (const level of [1, 77, 146, 254]) {
      const [lower, upper] = ends(level) as [number, number];
      expect(values[level]).toBeCloseTo(-Math.log(upper - lower), 3);
    }
    expect(values[0]).toBeCloseTo(-Math.log(ends(0)[1] as number), 4);
    expect(values[255]).toBeCloseTo(-Math.log(1 - (ends(255)[0] as number)), 4);
  });

  test('stays finite far from the mean, where both sigmoids round to 1', async () => {
    // mean 0.0067, scale 0.001: the level 254 is (254.5 / 255 - 0.0067) / 0.001 = 991.3 and 987.4 scales away
    const [value] = await nats(discretisedLogistic, [[254 / 255]], -5, Math.log(0.001));

    const lower = (253.5 / 255 - sigmoid(-5)) / 0.001;
    expect(value).toBeCloseTo(lower - Math.log(1 - Math.exp(-1 / 0.255)), 1);
  });
});

describe('defaultLikelihood', () => {
  test('takes grey pictures for black and white, colour for 256 levels', () => {
    expect([defaultLikelihood(1), defaultLikelihood(3)]).toEqual(['bernoulli', 'logistic']);
  });
});
