import { describe, expect, test } from '@jest/globals';
import { powerSpectrum } from './power-spectrum.js';

const SIDE = 8;

describe('powerSpectrum', () => {
  test('has all of a wave at its cycles down and across, and at their opposites', () => {
    const [down, across] = [2, -3];
    const values = Float64Array.from({ length: SIDE * SIDE }, (_, i) =>
      Math.cos((2 * Math.PI * (down * Math.floor(i / SIDE) + across * (i % SIDE))) / SIDE),
    );

    const power = powerSpectrum(values, SIDE);

    // a cosine is half of each of two waves: |SIDE^2 / 2|^2
    const expected = new Float64Array(SIDE * SIDE);
    expected[down * SIDE + (SIDE + across)] = (SIDE * SIDE) ** 2 / 4;
    expected[(SIDE - down) * SIDE - across] = (SIDE * SIDE) ** 2 / 4;
    for (const [i, value] of power.entries()) expect(value).toBeCloseTo(expected[i] as number, 8);
  });

  test('keeps the sum of squares (Parseval)', () => {
    const values = Float64Array.from({ length: SIDE * SIDE }, (_, i) => Math.sin(i * i));
    const sum = (list: Float64Array) => list.reduce((a, b) => a + b, 0);

    expect(sum(powerSpectrum(values, SIDE)) / SIDE ** 2).toBeCloseTo(sum(values.map((value) => value * value)), 8);
  });
});
