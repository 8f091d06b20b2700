import { describe, expect, test } from '@jest/globals';
import type { FeatureMatrix } from './feature-matrix.js';
import { median, nearestNeighbours } from './nearest-neighbour.js';
import { manifoldOf, precisionRecall } from './precision-recall.js';

/** Points on a line. */
const line = (...values: number[]): FeatureMatrix => ({ data: Float32Array.from(values), count: values.length, size: 1 });

/** Both measures, with radii to the `k`-th neighbour. */
const measure = (real: FeatureMatrix, generated: FeatureMatrix, k: number) =>
  precisionRecall(manifoldOf(real, k), manifoldOf(generated, k));

describe('precisionRecall', () => {
  test('finds every point covered where both sides are the same', () => {
    expect(measure(line(0, 1, 2, 3), line(0, 1, 2, 3), 1)).toEqual({ precision: 1, recall: 1 });
  });

  test('finds a collapsed set precise and without recall', () => {
    // all samples near 0, a hundredth apart: only the real point at 0 is within their radii
    expect(measure(line(0, 1, 2, 3), line(0, 0.01, 0.02), 1)).toEqual({ precision: 1, recall: 1 / 4 });
  });

  test('finds samples far from everything imprecise, though a wide one covers the real points', () => {
    // samples at 0 and 10: one is precise, and each covers all within 10
    expect(measure(line(0, 1, 2, 3), line(0, 10), 1)).toEqual({ precision: 1 / 2, recall: 1 });
  });

  test('measures the radius to the k-th neighbour', () => {
    // the radius of 0 is 1 for k = 1 and 2 for k = 2: the sample at -1.5 is covered by the second only
    const real = line(0, 1, 2, 3);

    expect(measure(real, line(-1.5, 100, 200), 1).precision).toBe(0);
    expect(measure(real, line(-1.5, 100, 200), 2).precision).toBeCloseTo(1 / 3);
  });
});

describe('nearestNeighbours', () => {
  test('names the row and how far it is', () => {
    const { indices, distances } = nearestNeighbours(line(0.4, 7), line(5, 0, 1));

    expect([...indices]).toEqual([1, 0]);
    expect(distances[0]).toBeCloseTo(0.4, 6);
    expect(distances[1]).toBe(2);
  });
});

describe('median', () => {
  test('is the middle, or the mean of the two in the middle', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([5, 1, 3, 4])).toBe(3.5);
  });
});
