import { describe, expect, test } from '@jest/globals';
import { type LearningRateSchedule, scheduledLearningRate } from './learning-rate.js';

const schedule = (kind: LearningRateSchedule['learningRateSchedule']): LearningRateSchedule => ({
  learningRate: 1,
  learningRateSchedule: kind,
  warmupSteps: 10,
  scheduleSteps: 110,
  finalLearningRate: 0.2,
});

describe('scheduledLearningRate', () => {
  test('rises along a line while it warms up', () => {
    expect([1, 5, 10].map((step) => scheduledLearningRate(schedule('cosine'), step))).toEqual([0.1, 0.5, 1]);
  });

  test.each([
    ['constant', [1, 1, 1]],
    // half of the fall from 1 to 0.2 at half of the way
    ['linear', [0.6, 0.2, 0.2]],
    ['cosine', [0.6, 0.2, 0.2]],
  ] as const)('%s: the middle, the end and beyond', (kind, expected) => {
    const rates = [60, 110, 500].map((step) => scheduledLearningRate(schedule(kind), step));

    for (const [i, rate] of rates.entries()) expect(rate).toBeCloseTo(expected[i] as number, 12);
  });

  test('falls slower than a line at first along a cosine', () => {
    // a quarter of the way: (1 + cos(pi / 4)) / 2 = 0.853553 is left of the fall
    expect(scheduledLearningRate(schedule('cosine'), 35)).toBeCloseTo(0.2 + 0.8 * 0.853553, 6);
  });

  test('starts at the full rate without warm-up', () => {
    expect(scheduledLearningRate({ ...schedule('constant'), warmupSteps: 0 }, 1)).toBe(1);
  });
});
