import { describe, expect, test } from '@jest/globals';
import { MetricHistory } from './metric-history.js';

describe('MetricHistory', () => {
  test('keeps every value while they are few', () => {
    const history = new MetricHistory();
    for (const value of [3, 1, 2]) history.add(value);

    expect(history.points).toEqual([3, 1, 2]);
  });

  test('holds less than 120 points and still covers the whole run', () => {
    const history = new MetricHistory();
    for (let step = 0; step < 10_000; step++) history.add(step);

    // 10,000 values in powers of two per point: 128 steps each gives 78 full points; the first is the mean of 0..127.
    expect(history.points).toHaveLength(78);
    expect(history.points[0]).toBe(63.5);
    expect(history.points.at(-1)).toBeGreaterThan(9_800);
  });
});
