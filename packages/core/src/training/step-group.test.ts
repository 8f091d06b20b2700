import { describe, expect, test } from '@jest/globals';
import { StepGroup } from './step-group.js';

function sizesAfter(stepMs: readonly number[], canGroup = true): number[] {
  const group = new StepGroup(canGroup);
  return stepMs.map((ms) => {
    group.took(ms);
    return group.next(Number.POSITIVE_INFINITY);
  });
}

describe('StepGroup', () => {
  test('begins with one step and doubles up to a tenth of a second', () => {
    expect(new StepGroup(true).next(9)).toBe(1);
    // 100 ms / 6 ms is 16.7
    expect(sizesAfter([6, 6, 6, 6, 6, 6])).toEqual([2, 4, 8, 16, 16, 16]);
  });

  test('leaves steps of more than half of that alone', () => {
    expect(sizesAfter([50, 51, 3000])).toEqual([2, 1, 1]);
  });

  test('is at once smaller when steps take longer', () => {
    expect(sizesAfter([5, 5, 5, 40, 200])).toEqual([2, 4, 8, 2, 1]);
  });

  test('has an end where steps take no time', () => {
    expect(sizesAfter(new Array(10).fill(0)).at(-1)).toBe(100);
  });

  test('makes one step a call on a device that gains nothing', () => {
    expect(sizesAfter([1, 1, 1], false)).toEqual([1, 1, 1]);
  });

  test('keeps to the limit, but for the one step that is always made', () => {
    const group = new StepGroup(true);
    for (let i = 0; i < 4; i++) group.took(1);

    expect([group.next(7), group.next(0), group.next(-3)]).toEqual([7, 1, 1]);
  });
});
