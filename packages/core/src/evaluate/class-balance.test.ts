import { describe, expect, test } from '@jest/globals';
import { classBalance } from './class-balance.js';

describe('classBalance', () => {
  test('counts the likeliest classes and averages how likely they are', () => {
    const { confidence, shares, ratio } = classBalance(Float32Array.of(0.75, 0.25, 0.5, 0.5, 0.25, 0.75, 1, 0), ['cat', 'dog']);

    expect(confidence).toBeCloseTo((0.75 + 0.5 + 0.75 + 1) / 4, 6);
    // a tie goes to the first
    expect(shares).toEqual({ cat: 0.75, dog: 0.25 });
    expect(ratio).toBe(3);
  });

  test('has no ratio where a class is missing', () => {
    expect(classBalance(Float32Array.of(1, 0), ['cat', 'dog']).ratio).toBeNull();
  });
});
