import { expect, test } from '@jest/globals';
import { ditherThreshold, encodeSrgb, toneMap } from './tone-map.js';

test('toneMap leaves colours that a screen can show and brings all others below 1, in order', () => {
  const mapped = (grey: number) => {
    const colour = Float64Array.of(grey, grey * 0.5, 0);
    toneMap(colour);
    return [...colour];
  };
  expect(mapped(0.75)).toEqual([0.75, 0.375, 0]);
  const peaks = [0.76, 0.8, 1, 2, 8, 100].map((value) => mapped(value)[0] as number);
  expect(peaks).toEqual([...peaks].sort((a, b) => a - b));
  expect(peaks.at(-1)).toBeLessThan(1);
});

test('encodeSrgb knows black, white and middle grey', () => {
  // IEC 61966-2-1: linear 0.2159 is sRGB 128 / 255.
  expect([0, 1, 2, 0.2159].map((linear) => encodeSrgb(linear, 0.5))).toEqual([0, 255, 255, 128]);
});

test('dithered pixels have the mean of the light they stand for', () => {
  // sRGB 100.25 out of 255
  const linear = ((100.25 / 255 + 0.055) / 1.055) ** 2.4;
  let sum = 0;
  for (let y = 0; y < 100; y++) for (let x = 0; x < 100; x++) sum += encodeSrgb(linear, ditherThreshold(x, y));
  expect(sum / 10_000).toBeCloseTo(100.25, 1);
});
