import { describe, expect, test } from '@jest/globals';
import type { Scene } from './scene.js';
import { chooseMotion, turntableTurns } from './turntable.js';

const sized = (halfSize: readonly [number, number, number]) => ({ halfSize }) as Scene;

describe('turntable', () => {
  test('stays in front of what is flat and goes round everything else', () => {
    expect(chooseMotion(sized([1, 1, 0.05]))).toBe('swing');
    expect(chooseMotion(sized([1, 1, 1]))).toBe('turn');
    expect(chooseMotion(sized([0.1, 1, 0.1]))).toBe('turn');
  });

  test('loops: the step from the last frame to the first is like the others, and no frame is repeated', () => {
    const turn = turntableTurns('turn', 8);
    expect(turn[0]).toBe(0);
    const steps = turn.map((angle, index) => (turn[index + 1] ?? 2 * Math.PI) - angle);
    for (const step of steps) expect(step).toBeCloseTo(Math.PI / 4, 12);
    const swing = turntableTurns('swing', 8);
    expect(swing[0]).toBe(0);
    // One step before the first frame is as far from it as one step after.
    expect(swing[7]).toBeCloseTo(-(swing[1] ?? 0), 12);
    expect(Math.max(...swing)).toBeCloseTo((35 * Math.PI) / 180, 12);
  });
});
