import { describe, expect, test } from '@jest/globals';
import { sparkline } from './sparkline.js';

describe('sparkline', () => {
  test('spreads values from the lowest to the highest bar', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█');
  });

  test('averages groups when there are more values than columns', () => {
    // means of the pairs: 0, 4, 7 -> levels round(0), round(4 / 7 * 7), 7
    expect(sparkline([0, 0, 3, 5, 7, 7], 3)).toBe('▁▅█');
  });

  test('draws a constant at mid height and a gap for what is not finite', () => {
    expect(sparkline([2, Number.NaN, 2], 10)).toBe('▄ ▄');
    // means of a float32 differ in their last digits
    expect(sparkline(new Array(30).fill(Math.fround(4e-4)), 7)).toBe('▄▄▄▄▄▄▄');
  });

  test('is empty without values or room', () => {
    expect(sparkline([], 10)).toBe('');
    expect(sparkline([1, 2], 0)).toBe('');
  });
});
