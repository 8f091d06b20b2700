import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import { symmetricEigen, symmetricEigenvalues } from './symmetric-eigen.js';

// A few units in the last place of a double, for sums of some dozen terms of size 10.
const ROUNDING = 12;

describe('symmetricEigen', () => {
  test('finds 1 and 3 in [[2, 1], [1, 2]], along the diagonals', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);

    expect([...values.slice().sort()]).toEqual([expect.closeTo(1, ROUNDING), expect.closeTo(3, ROUNDING)]);
    const first = values[0] as number;
    // (1, -1) belongs to 1, (1, 1) to 3
    expect((vectors[0] as number) * (vectors[1] as number)).toBeCloseTo(first < 2 ? -0.5 : 0.5, ROUNDING);
  });

  test.each([1, 3, 8, 30])('rebuilds a random matrix of %d rows from orthonormal vectors', (n) => {
    const noise = randomStream(n).normal(n * n);
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return (noise[i * n + j] as number) + (noise[j * n + i] as number);
    });

    const { values, vectors } = symmetricEigen(matrix, n);

    const sum = (term: (k: number) => number): number =>
      Array.from({ length: n }, (_, k) => term(k)).reduce((total, value) => total + value, 0);
    const vector = (row: number, k: number): number => vectors[row * n + k] as number;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        expect(sum((k) => vector(i, k) * vector(j, k))).toBeCloseTo(i === j ? 1 : 0, ROUNDING);
        const rebuilt = sum((k) => (values[k] as number) * vector(k, i) * vector(k, j));
        expect(rebuilt).toBeCloseTo(matrix[i * n + j] as number, ROUNDING);
      }
    }
    const sorted = [...values.slice().sort()];
    expect([...symmetricEigenvalues(matrix, n).sort()]).toEqual(sorted.map((value) => expect.closeTo(value, ROUNDING)));
  });

  test('knows the eigenvalues 2 - 2 cos(k pi / (n + 1)) of the second difference', () => {
    const n = 50;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      matrix[i * n + i] = 2;
      if (i > 0) matrix[i * n + i - 1] = -1;
      if (i < n - 1) matrix[i * n + i + 1] = -1;
    }

    const values = symmetricEigenvalues(matrix, n).sort();

    values.forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), ROUNDING);
    });
  });

  test.each([
    [30, 3],
    [300, 15],
  ])('finds that of %d eigenvalues %d differ from 0, where the others are rounding errors', (n, rank) => {
    const factors = randomStream(n).normal(rank * n);
    const matrix = new Float64Array(n * n);
    for (let r = 0; r < rank; r++) {
      const factor = (i: number): number => factors[r * n + i] as number;
      for (let at = 0; at < n * n; at++) matrix[at] = (matrix[at] as number) + factor(Math.floor(at / n)) * factor(at % n);
    }

    const values = symmetricEigenvalues(matrix, n);

    // each factor has a squared length near n
    expect(values.filter((value) => value > n / 10)).toHaveLength(rank);
    expect(values.filter((value) => Math.abs(value) < n * 1e-12)).toHaveLength(n - rank);
  });

  test('takes repeated and vanishing eigenvalues', () => {
    expect([...symmetricEigenvalues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
    expect([...symmetricEigenvalues(Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 0), 3).sort()]).toEqual([0, 4, 4]);
    // the outer product of (1, 1, 1, 1): 4 and three times 0
    const values = symmetricEigenvalues(new Float64Array(16).fill(1), 4).sort();
    expect(values[3]).toBeCloseTo(4, ROUNDING);
    expect(Math.max(...values.subarray(0, 3).map(Math.abs))).toBeLessThan(1e-12);
  });
});
