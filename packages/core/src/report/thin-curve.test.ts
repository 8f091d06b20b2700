import { describe, expect, test } from '@jest/globals';
import { thinCurve } from './thin-curve.js';

const STEPS = 100_000;
const steps = Array.from({ length: STEPS }, (_, i) => i + 1);

describe('thinCurve', () => {
  test('leaves a short curve as it is, and knows one that is measured now and then', () => {
    expect(thinCurve('loss', { steps: [100, 200], values: [2, 1 / 3] }, 200)).toEqual({
      name: 'loss',
      steps: [100, 200],
      means: [2, 0.333333],
      isSparse: true,
    });
  });

  test('keeps the ends and every spike of a long curve in few points', () => {
    const values = steps.map((step) => (step === 54_321 ? 50 : step === 70_000 ? -50 : 1 / step));

    const series = thinCurve('loss', { steps, values }, STEPS);

    expect(series.steps.length).toBeLessThanOrEqual(400);
    expect([series.steps[0], series.steps.at(-1)]).toEqual([1, STEPS]);
    expect([series.means[0], series.means.at(-1)]).toEqual([1, 1 / STEPS]);
    expect(Math.max(...(series.highs ?? []))).toBe(50);
    expect(Math.min(...(series.lows ?? []))).toBe(-50);
    expect(series.steps).toEqual([...series.steps].sort((a, b) => a - b));
  });

  test('draws the mean over two per cent: a line stays a line, noise that alternates vanishes', () => {
    const series = thinCurve('loss', { steps, values: steps.map((step) => step + (step % 2 === 0 ? 1000 : -1000)) }, STEPS);

    // in the middle a window of 2001 values has one more of one sign: 1000 / 2001
    const middle = Math.floor(series.steps.length / 2);
    expect(Math.abs((series.means[middle] ?? 0) - (series.steps[middle] ?? 0))).toBeLessThanOrEqual(0.5);
    expect((series.highs?.[middle] ?? 0) - (series.lows?.[middle] ?? 0)).toBeGreaterThan(1999);
  });

  test('leaves out what is not finite', () => {
    expect(thinCurve('loss', { steps: [1, 2, 3], values: [1, Number.NaN, 3] }, 3)).toMatchObject({
      steps: [1, 3],
      means: [1, 3],
    });
  });
});
