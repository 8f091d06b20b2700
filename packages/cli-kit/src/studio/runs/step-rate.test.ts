import { describe, expect, test } from '@jest/globals';
import { StepRate } from './step-rate.js';

describe('StepRate', () => {
  test('is unknown until a second step is seen', () => {
    const rate = new StepRate();
    rate.observe(100, 0);
    rate.observe(100, 1000);
    expect(rate.stepsPerSecond).toBeUndefined();
    rate.observe(130, 3000);
    // 30 steps in 3 s
    expect(rate.stepsPerSecond).toBe(10);
  });

  test('forgets what was over a minute ago', () => {
    const rate = new StepRate();
    for (let s = 0; s <= 100; s++) rate.observe(s, 1000 * s);
    for (let s = 1; s <= 100; s++) rate.observe(100 + 5 * s, 100_000 + 1000 * s);
    expect(rate.stepsPerSecond).toBe(5);
  });

  test('begins anew when a run goes back', () => {
    const rate = new StepRate();
    rate.observe(100, 0);
    rate.observe(200, 1000);
    rate.observe(50, 2000);
    rate.observe(54, 4000);
    expect(rate.stepsPerSecond).toBe(2);
  });
});
