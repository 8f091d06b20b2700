import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import { curveNoise, endLevel, median, medianOfThree, robustSigma } from './robust-statistics.js';

// A standard deviation from the median of 2000 values is good to about 3 % (one sigma).
const TOLERANCE = 0.1;

test('medians of odd, even and no counts', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN]);
  expect(medianOfThree([1, 9, 2, 3])).toEqual([1, 2, 3, 3]);
  expect(endLevel([9, 9, 1, 2, 3], 0.6)).toBe(2);
});

describe('noise', () => {
  const noise = [...randomStream(1).normal(2000)];

  test('is told from outliers', () => {
    expect(Math.abs(robustSigma([...noise, ...Array.from({ length: 100 }, () => 1e6)]) - 1)).toBeLessThan(2 * TOLERANCE);
  });

  test('is told from slope and bend', () => {
    const values = noise.map((value, i) => value + 50 * Math.exp(-i / 300) - i / 10);

    expect(Math.abs(curveNoise(values) - 1)).toBeLessThan(TOLERANCE);
    expect(curveNoise([5, 3, 1])).toBe(0);
  });
});
