import { describe, expect, test } from '@jest/globals';
import { slerp } from './slerp.js';
import { walkLatents } from './walk-latents.js';

const vector = (...values: number[]) => Float32Array.from(values);
const length = (v: Float32Array) => Math.hypot(...v);
const distance = (a: Float32Array, b: Float32Array) => length(a.map((value, i) => value - (b[i] as number)));

describe('slerp', () => {
  test('goes from one end to the other', () => {
    expect(slerp(vector(1, 0), vector(0, 1), 0)).toEqual(vector(1, 0));
    expect(distance(slerp(vector(1, 0), vector(0, 1), 1), vector(0, 1))).toBeLessThan(1e-7);
  });

  test('divides a right angle', () => {
    // a third of 90 degrees
    const [x = 0, y = 0] = slerp(vector(2, 0), vector(0, 2), 1 / 3);

    expect(x).toBeCloseTo(2 * Math.cos(Math.PI / 6), 6);
    expect(y).toBeCloseTo(2 * Math.sin(Math.PI / 6), 6);
  });

  test.each([0.1, 0.5, 0.9])('keeps the length of vectors that are as long as each other (%d)', (share) => {
    expect(length(slerp(vector(3, 4, 0), vector(0, -3, 4), share))).toBeCloseTo(5, 5);
  });

  test('is a line where both point the same way, or opposite ways', () => {
    expect(slerp(vector(1, 1), vector(3, 3), 0.5)).toEqual(vector(2, 2));
    expect(slerp(vector(1, 0), vector(-1, 0), 0.25)).toEqual(vector(0.5, 0));
    expect(slerp(vector(0, 0), vector(2, 0), 0.5)).toEqual(vector(1, 0));
  });
});

describe('walkLatents', () => {
  const points = [vector(1, 0, 0), vector(0, 1, 0), vector(0, 0, 1)];

  test('passes through each point', () => {
    // 3 points in 12 frames: one each 4 frames
    points.forEach((point, i) => {
      expect(distance(walkLatents(points, 4 * i, 12), point)).toBeLessThan(1e-7);
    });
  });

  test('closes: all steps are as long as each other, the last one back to the first too', () => {
    const frames = Array.from({ length: 12 }, (_, i) => walkLatents(points, i, 12));
    const steps = frames.map((frame, i) => distance(frame, frames[(i + 1) % 12] as Float32Array));

    // chords of a twelfth of three right angles: 2 sin(90 / 4 / 2)
    for (const step of steps) expect(step).toBeCloseTo(2 * Math.sin(Math.PI / 16), 5);
  });
});
