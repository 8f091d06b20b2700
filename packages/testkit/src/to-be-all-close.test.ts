import { describe, expect, test } from '@jest/globals';
import { toBeAllClose } from './to-be-all-close.js';

expect.extend({ toBeAllClose });

describe('toBeAllClose', () => {
  test('accepts what is within the tolerance', () => {
    expect([1, 100, Number.POSITIVE_INFINITY]).toBeAllClose([1.05, 101, Number.POSITIVE_INFINITY], {
      absolute: 0.05,
      relative: 0.01,
    });
    expect(Float32Array.of(0)).toBeAllClose([-0], {});
    expect([1]).not.toBeAllClose([1.1], { relative: 0.05 });
  });

  test('names the worst place', () => {
    const compare = () => expect([1, 2, 3]).toBeAllClose([1, 2.5, 4], { absolute: 0.1 });

    expect(compare).toThrow('2 of 3 numbers are beyond absolute 0.1, relative 0; the worst at [2]: expected 4, got 3');
  });

  test('refuses NaN and another length', () => {
    expect(() => expect([Number.NaN]).toBeAllClose([Number.NaN], { absolute: 1 })).toThrow('expected NaN, got NaN');
    expect(() => expect([1, 2]).toBeAllClose([1], {})).toThrow('expected 1 numbers, got 2');
  });
});
