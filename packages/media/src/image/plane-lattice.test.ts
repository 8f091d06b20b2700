import { describe, expect, test } from '@jest/globals';
import { fittedBasis, latticeWith, type Wave } from './plane-lattice.js';

const LIMITS = { tolerance: 0.02, shortest: 0.1 };

function latticeOf(waves: readonly Wave[]): Wave[] | undefined {
  let basis: Wave[] | undefined = [];
  for (const wave of waves) basis = basis && latticeWith(basis, wave, LIMITS);
  return basis;
}

/** Vectors of a lattice, their sign and order apart. */
function lengths(basis: readonly Wave[] | undefined): number[] {
  return (basis ?? []).map((wave) => Math.round(Math.hypot(...wave) * 10) / 10).sort((a, b) => a - b);
}

describe('latticeWith', () => {
  test('finds the wave whose multiples are harmonics', () => {
    expect(
      latticeOf([
        [6, 0],
        [4.003, 0.002],
        [-10, 0],
      ]),
    ).toEqual([[expect.closeTo(-2, 1), expect.closeTo(0, 1)]]);
  });

  test('finds the waves of brickwork in its strongest ones', () => {
    // courses, bricks, and the shift of every other course by half a brick
    const basis = latticeOf([
      [2, 0],
      [0, 6],
      [0, 2],
      [1, 3],
    ]) as [Wave, Wave];

    const [a, b] = basis;
    expect(Math.abs(a[0] * b[1] - a[1] * b[0])).toBeCloseTo(2, 6);
    expect(lengths(basis)).toEqual([1.4, 1.4]);
  });

  test('is the same in any order', () => {
    const waves: Wave[] = [
      [3, 1],
      [1, 2],
      [5, -4],
      [0, 5],
    ];

    for (let turn = 0; turn < waves.length; turn++) {
      const basis = latticeOf([...waves.slice(turn), ...waves.slice(0, turn)]) as [Wave, Wave];
      const [a, b] = basis;
      expect(Math.abs(a[0] * b[1] - a[1] * b[0])).toBeCloseTo(1, 6);
    }
  });

  test('takes small differences for errors of measurement', () => {
    const basis: Wave[] = [
      [2, 0],
      [0, 2],
    ];

    expect(latticeWith(basis, [4.01, -2.01], LIMITS)).toEqual(basis);
  });

  test('is none for waves that have nothing in common', () => {
    expect(
      latticeOf([
        [1, 0],
        [0, 1],
        [Math.SQRT1_2 / 3, Math.E / 31],
      ]),
    ).toBeUndefined();
  });
});

describe('fittedBasis', () => {
  test('takes the length of a wave from its multiples', () => {
    // 10 a = 20.1 weighs a hundred times what a = 2.2 does: (2.2 + 201) / 101
    expect(
      fittedBasis(
        [[0, 2]],
        [
          [0, 2.2],
          [0, 20.1],
        ],
      ),
    ).toEqual([[0, expect.closeTo(203.2 / 101, 10)]]);
  });

  test('is the basis itself where all was measured exactly', () => {
    const [a, b]: [Wave, Wave] = [
      [2, 1],
      [-1, 3],
    ];
    const rough: Wave[] = [
      [2.05, 0.98],
      [-1.02, 3.04],
    ];

    for (const [i, vector] of fittedBasis(rough, [a, b, [1, 4], [5, -1]]).entries()) {
      expect(vector).toEqual(([a, b][i] as Wave).map((part) => expect.closeTo(part, 10)));
    }
  });

  test('stays as it is where what was measured says nothing of one direction', () => {
    const basis: Wave[] = [
      [2, 0],
      [0, 3],
    ];

    expect(
      fittedBasis(basis, [
        [4.1, 0],
        [2.1, 0],
      ]),
    ).toEqual(basis);
  });
});
