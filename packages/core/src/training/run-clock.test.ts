import { describe, expect, test } from '@jest/globals';
import { RunClock } from './run-clock.js';

describe('RunClock', () => {
  const at = (limits: Partial<ConstructorParameters<typeof RunClock>[2]>) => {
    const time = { ms: 2000 };
    const clock = new RunClock(() => time.ms, 0, {
      startStep: 10,
      totalSteps: undefined,
      budgetS: undefined,
      itemsPerStep: 4,
      ...limits,
    });
    return { time, clock };
  };

  test('counts images and time since training began', () => {
    const { time, clock } = at({ totalSteps: 30 });
    time.ms = 7000;

    // 5 steps of 4 in 5 s; 15 are left
    expect(clock.speed(15)).toEqual({ itemsPerSecond: 4, waitShare: 0, elapsedS: 5, etaS: 15 });
  });

  test('says which share of the time went into waiting for data', () => {
    const { time, clock } = at({});
    clock.waitedInAll(300);
    clock.waitedInAll(500);
    time.ms = 4000;

    // half a second of two
    expect(clock.speed(12).waitShare).toBe(0.25);
  });

  test('counts the budget from the start of the command, and says the nearer end', () => {
    const { time, clock } = at({ totalSteps: 1000, budgetS: 10 });
    time.ms = 7000;

    expect(clock.speed(15).etaS).toBe(3);
    time.ms = 12_000;
    expect(clock.speed(15).etaS).toBe(0);
  });

  test('knows no end without a limit', () => {
    const { clock } = at({});

    expect(clock.speed(10)).toEqual({
      itemsPerSecond: 0,
      waitShare: 0,
      elapsedS: 0,
      etaS: Number.POSITIVE_INFINITY,
    });
    expect(clock.isBudgetUsed(1e9)).toBe(false);
  });

  test('uses the budget up when a step like the slowest of the last and the save do not fit', () => {
    const { time, clock } = at({ budgetS: 10 });
    for (const ms of [900, 100, 300, 100, 100, 100]) clock.stepTook(ms);

    // of the last five the slowest took 300: 9000 + 300 + 700 is 10 s, no more
    time.ms = 9000;
    expect(clock.isBudgetUsed(700)).toBe(false);
    time.ms = 9001;
    expect(clock.isBudgetUsed(700)).toBe(true);
  });

  test('says how many steps the budget holds', () => {
    const { time, clock } = at({ budgetS: 10 });
    expect(clock.stepsInBudget(700)).toBe(Number.POSITIVE_INFINITY);
    clock.stepTook(100);
    clock.stepTook(300);

    // 9 s are over, 0.7 are for saving: one of 0.3 s fits, and at 8.5 s two and a half
    time.ms = 9000;
    expect(clock.stepsInBudget(700)).toBe(1);
    time.ms = 8500;
    expect(clock.stepsInBudget(700)).toBe(2);
    expect(at({}).clock.stepsInBudget(0)).toBe(Number.POSITIVE_INFINITY);
  });

  test('judges the speed at the time that a step ended', () => {
    const { time, clock } = at({ totalSteps: 30, budgetS: 20 });
    time.ms = 9000;

    // 5 steps of 4 in the 5 s up to 7 s; 13 s of the budget are left
    expect(clock.speed(15, 7000)).toEqual({ itemsPerSecond: 4, waitShare: 0, elapsedS: 5, etaS: 13 });
  });
});
