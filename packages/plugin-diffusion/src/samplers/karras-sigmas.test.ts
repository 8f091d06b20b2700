import { describe, expect, test } from '@jest/globals';
import { karrasSigmas } from './karras-sigmas.js';

describe('karrasSigmas', () => {
  test('is evenly spaced in the seventh root', () => {
    // roots 3, 2, 1
    const sigmas = karrasSigmas(3, { sigmaMin: 1, sigmaMax: 3 ** 7 });

    expect(sigmas.map(Math.round)).toEqual([2187, 128, 1]);
  });

  test('is the highest level where there is one', () => {
    expect(karrasSigmas(1, { sigmaMin: 0.002, sigmaMax: 80 })[0]).toBeCloseTo(80, 9);
  });
});
