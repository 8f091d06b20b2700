import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import { frechetDistance, type GaussianStatistics, gaussianStatistics } from './frechet-distance.js';

const DIGITS = 10;

function statistics(mean: readonly number[], rows: readonly (readonly number[])[]): GaussianStatistics {
  return { size: mean.length, mean: Float64Array.from(mean), covariance: Float64Array.from(rows.flat()) };
}

describe('frechetDistance', () => {
  test('is (m1 - m2)^2 + (s1 - s2)^2 in one dimension', () => {
    expect(frechetDistance(statistics([1], [[4]]), statistics([4], [[25]]))).toBeCloseTo(9 + 9, DIGITS);
  });

  test('adds up over independent dimensions', () => {
    const a = statistics(
      [0, 0],
      [
        [1, 0],
        [0, 16],
      ],
    );
    const b = statistics(
      [1, 2],
      [
        [9, 0],
        [0, 4],
      ],
    );

    // 1 + 4 for the means, (1 - 3)^2 + (4 - 2)^2 for the deviations
    expect(frechetDistance(a, b)).toBeCloseTo(5 + 8, DIGITS);
  });

  test('is the squared difference of the roots where covariances share their axes, at 45 degrees too', () => {
    // [[a, b], [b, a]] has a + b and a - b along the diagonals: 9 and 1, 25 and 4
    const a = statistics(
      [0, 0],
      [
        [5, 4],
        [4, 5],
      ],
    );
    const b = statistics(
      [0, 0],
      [
        [14.5, 10.5],
        [10.5, 14.5],
      ],
    );

    expect(frechetDistance(a, b)).toBeCloseTo((3 - 5) ** 2 + (1 - 2) ** 2, DIGITS);
  });

  test('is tr C1 + tr C2 - 2 sqrt(tr M + 2 sqrt(det M)), M = C1 C2, in two dimensions that do not commute', () => {
    const a = statistics(
      [0, 0],
      [
        [2, 1],
        [1, 3],
      ],
    );
    const b = statistics(
      [0, 0],
      [
        [5, -1],
        [-1, 1],
      ],
    );

    // C1 C2 = [[9, -1], [2, 2]]: trace 11, determinant 20; tr of its root is sqrt(tr + 2 sqrt(det))
    expect(frechetDistance(a, b)).toBeCloseTo(5 + 6 - 2 * Math.sqrt(11 + 2 * Math.sqrt(20)), DIGITS);
    expect(frechetDistance(b, a)).toBeCloseTo(frechetDistance(a, b), DIGITS);
  });

  test('is 0 for the same statistics, of full and of deficient rank', () => {
    const noise = randomStream(1).normal(20 * 8);
    const full = gaussianStatistics({ data: noise, count: 20, size: 8 });
    const deficient = gaussianStatistics({ data: noise, count: 5, size: 32 });

    expect(frechetDistance(full, full)).toBeCloseTo(0, DIGITS);
    // the root of a rounding error of 1e-15 at an eigenvalue of 0 is 3e-8, and there are 27 of them
    expect(frechetDistance(deficient, deficient)).toBeLessThan(1e-5);
  });
});

describe('gaussianStatistics', () => {
  test('divides by one less than the rows', () => {
    const { mean, covariance } = gaussianStatistics({ data: Float32Array.of(0, 0, 2, 4), count: 2, size: 2 });

    expect([...mean]).toEqual([1, 2]);
    // deviations (-1, -2) and (1, 2)
    expect([...covariance]).toEqual([2, 4, 4, 8]);
  });
});
