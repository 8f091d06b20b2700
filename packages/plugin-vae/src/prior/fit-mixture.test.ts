import { randomStream } from '@aigc/core';
import { describe, expect, test } from '@jest/globals';
import { chooseComponents } from './choose-components.js';
import { type Codes, type FittedMixture, fitMixture } from './fit-mixture.js';

/** Two clouds on a line and across it: a third at (-4, 0) with deviations 1 and 0.5, the rest at (4, 2) with 0.5 and 1. */
function twoClouds(count: number): Codes {
  const noise = randomStream(3).normal(count * 2);
  const data = noise.map((value, i) => {
    const isFirst = Math.floor(i / 2) % 3 === 0;
    if (i % 2 === 0) return isFirst ? -4 + value : 4 + 0.5 * value;
    return isFirst ? 0.5 * value : 2 + value;
  });
  return { data, count, size: 2 };
}

const COUNT = 3000;
// Four standard errors of a mean or a deviation of 1 over a third of the points.
const SAMPLING_ERROR = 4 / Math.sqrt(COUNT / 3);

describe('fitMixture', () => {
  test('finds weights, means and deviations of two clouds', () => {
    const { weights, means, standardDeviations } = fitMixture(twoClouds(COUNT), 2, randomStream(0));

    const order = (means[0]?.[0] as number) < 0 ? [0, 1] : [1, 0];
    const expected = [
      { weight: 1 / 3, mean: [-4, 0], deviation: [1, 0.5] },
      { weight: 2 / 3, mean: [4, 2], deviation: [0.5, 1] },
    ];
    expected.forEach(({ weight, mean, deviation }, i) => {
      const c = order[i] as number;
      expect(weights[c]).toBeCloseTo(weight, 3);
      mean.forEach((value, d) => {
        expect(Math.abs((means[c]?.[d] as number) - value)).toBeLessThan(SAMPLING_ERROR);
        expect(Math.abs((standardDeviations[c]?.[d] as number) - (deviation[d] as number))).toBeLessThan(SAMPLING_ERROR);
      });
    });
  });

  test('of one component is mean and deviation of the points, at their entropy', () => {
    const codes: Codes = { data: Float32Array.of(1, 3), count: 2, size: 1 };

    const { weights, means, standardDeviations, logLikelihood, bic } = fitMixture(codes, 1, randomStream(0));

    expect([weights, means, standardDeviations]).toEqual([[1], [[2]], [[1]]]);
    // both points are one deviation away
    expect(logLikelihood).toBeCloseTo(-0.5 * (Math.log(2 * Math.PI) + 1), 10);
    // two parameters, two points
    expect(bic).toBeCloseTo(2 * Math.log(2) - 4 * logLikelihood, 10);
  });

  test('never fits worse with more components, and repeats itself', () => {
    const codes = twoClouds(300);

    const fits = [1, 2, 4].map((k) => fitMixture(codes, k, randomStream(1)).logLikelihood);

    expect(fits).toEqual(fits.toSorted((a, b) => a - b));
    expect(fitMixture(codes, 4, randomStream(1)).logLikelihood).toBe(fits[2]);
  });

  test('bears points that are all the same', () => {
    const { means, logLikelihood } = fitMixture({ data: new Float32Array(20).fill(7), count: 10, size: 2 }, 2, randomStream(0));

    expect(means[0]).toEqual([7, 7]);
    expect(Number.isFinite(logLikelihood)).toBe(true);
  });
});

describe('chooseComponents', () => {
  test('takes two for two clouds, having tried four', () => {
    const choosing = chooseComponents(twoClouds(COUNT), randomStream(0));
    const tried: number[] = [];
    let step = choosing.next();
    for (; step.done !== true; step = choosing.next()) tried.push(step.value.components);
    const best: FittedMixture = step.value;

    expect(tried).toEqual([1, 2, 4]);
    expect(best.weights).toHaveLength(2);
  });
});
