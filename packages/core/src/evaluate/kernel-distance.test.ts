import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import type { FeatureMatrix } from './feature-matrix.js';
import { kernelDistance, squaredDiscrepancy } from './kernel-distance.js';

const matrix = (size: number, ...values: number[]): FeatureMatrix => ({
  data: Float32Array.from(values),
  count: values.length / size,
  size,
});

describe('squaredDiscrepancy', () => {
  test('is the sum of its three means', () => {
    // k(x, y) = (x y + 1)^3: within (0, 2) 1, within (1, 3) 64; across 1, 1, 27, 343
    expect(squaredDiscrepancy(matrix(1, 0, 2), matrix(1, 1, 3))).toBeCloseTo(1 + 64 - (2 * (1 + 1 + 27 + 343)) / 4, 10);
  });

  test('divides the inner product by the length of a row', () => {
    // five features: the fifth is the one after four; x'y / 5 = 1 across, 1 and 4 within
    const ones = matrix(5, ...Array<number>(10).fill(1));
    const twos = matrix(5, ...Array<number>(10).fill(2));

    expect(squaredDiscrepancy(ones, twos)).toBeCloseTo(2 ** 3 + 5 ** 3 - 2 * 3 ** 3, 10);
  });
});

describe('kernelDistance', () => {
  const normal = (seed: number, count: number, shift = 0): FeatureMatrix => {
    const data = randomStream(seed)
      .normal(count * 4)
      .map((value) => value + shift);
    return { data, count, size: 4 };
  };
  const options = { subsets: 20, subsetSize: 100, random: randomStream(0) };

  test('is unbiased: within four standard errors of 0 for two draws of one distribution', () => {
    // subsets share rows, so that the error of their mean is larger than that of independent ones: 4 instead of 2
    const { mean, standardError } = kernelDistance(normal(1, 2000), normal(2, 2000), options);

    expect(Math.abs(mean)).toBeLessThan(4 * standardError);
  });

  test('notices a shift', () => {
    const { mean, standardError } = kernelDistance(normal(1, 500), normal(2, 500, 1), options);

    expect(mean).toBeGreaterThan(20 * standardError);
  });

  test('takes all rows where there are fewer than a subset wants', () => {
    const few = { ...options, subsetSize: 1000 };

    expect(kernelDistance(normal(1, 30), normal(2, 30), few).standardError).toBeLessThan(1e-7);
  });
});
