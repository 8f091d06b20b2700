import { describe, expect, test } from '@jest/globals';
import { createTransform } from './fourier.js';
import { periodicSpectrum } from './periodic-spectrum.js';
import { createPlane } from './plane.js';
import { toPlane, toSpectrum } from './spectrum.js';

/** Rounding of float64 sums of some hundred terms. */
const DIGITS = 9;
/** A plane is stored in float32. */
const PLANE_DIGITS = 5;

function values(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => Math.sin(i * i * 0.7) + (i % 3));
}

describe('createTransform', () => {
  test.each([1, 2, 8, 3, 7, 12, 100])('agrees with the definition for %i elements', (size) => {
    const [x, y] = [values(size), values(size).reverse()];
    const [re, im] = [x.slice(), y.slice()];

    createTransform(size)(re, im);

    for (let k = 0; k < size; k++) {
      let [a, b] = [0, 0];
      for (let n = 0; n < size; n++) {
        const angle = (-2 * Math.PI * k * n) / size;
        a += x[n]! * Math.cos(angle) - y[n]! * Math.sin(angle);
        b += x[n]! * Math.sin(angle) + y[n]! * Math.cos(angle);
      }
      expect(re[k]).toBeCloseTo(a, DIGITS);
      expect(im[k]).toBeCloseTo(b, DIGITS);
    }
  });
});

describe('toSpectrum', () => {
  test.each([
    [8, 8],
    [7, 5],
    [6, 9],
    [1, 4],
  ])('is undone by toPlane at %i x %i', (width, height) => {
    const plane = createPlane(width, height, Float32Array.from(values(width * height)));

    const back = toPlane(toSpectrum(plane));

    for (const [i, value] of back.data.entries()) expect(value).toBeCloseTo(plane.data[i]!, PLANE_DIGITS);
  });

  test('finds a wave in its own coefficient', () => {
    // cos(2 pi (2x / 8 + y / 6)): half of 48 pixels stands at column 2, row 1; the other half is the conjugate, not stored.
    const data = Float32Array.from({ length: 48 }, (_, i) => Math.cos(2 * Math.PI * ((2 * (i % 8)) / 8 + Math.floor(i / 8) / 6)));

    const { columns, re } = toSpectrum(createPlane(8, 6, data));

    expect(re[1 * columns + 2]).toBeCloseTo(24, PLANE_DIGITS);
    expect(re.reduce((sum, value) => sum + Math.abs(value), 0)).toBeCloseTo(24, PLANE_DIGITS);
  });
});

describe('periodicSpectrum', () => {
  test('takes most of a ramp away where the border does not wrap, and nothing where it does', () => {
    const ramp = createPlane(
      64,
      8,
      Float32Array.from({ length: 512 }, (_, i) => (i % 64) / 64),
    );
    const energy = (plane: Float32Array) => plane.reduce((sum, value) => sum + (value - 63 / 128) ** 2, 0);

    const clamped = toPlane(periodicSpectrum(ramp, { x: 'clamp', y: 'clamp' }));
    const wrapped = toPlane(periodicSpectrum(ramp, { x: 'wrap', y: 'wrap' }));

    // A ramp is harmonic: the smooth part of the decomposition is the ramp itself but for the border step.
    expect(energy(clamped.data)).toBeLessThan(0.01 * energy(ramp.data));
    for (const [i, value] of wrapped.data.entries()) expect(value).toBeCloseTo(ramp.data[i]!, PLANE_DIGITS);
  });
});
