import { describe, expect, test } from '@jest/globals';
import type { Image } from './image.js';
import type { Wave } from './plane-lattice.js';
import { regularWaves } from './regular-waves.js';

/** Numbers that look random, -0.5 to 0.5. */
function grain(i: number): number {
  const value = Math.sin(i * 12.9898) * 43758.5453;
  return value - Math.floor(value) - 0.5;
}

function drawn(brightness: (y: number, x: number) => number, width = 256, height = 300): Image {
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.round(brightness(Math.floor(i / width), i % width) + 40 * grain(i)),
  );
  return { width, height, channels: 1, data };
}

/** Brickwork: courses of a height, bricks of a length, every other course shifted by half of one. */
function wall(height: number, length: number) {
  return (y: number, x: number) => {
    const course = Math.floor(y / height);
    const along = (x + ((course % 2) * length) / 2) % length;
    return y % height < 4 || along < 4 ? 190 : 90;
  };
}

/** Cycles of a basis in which a point of a lattice lies: whole ones where it belongs to it. */
function coordinates([a, b]: readonly Wave[], [down, across]: Wave): number[] {
  const area = (a as Wave)[0] * (b as Wave)[1] - (a as Wave)[1] * (b as Wave)[0];
  return [(down * (b as Wave)[1] - across * (b as Wave)[0]) / area, ((a as Wave)[0] * across - (a as Wave)[1] * down) / area];
}

describe('regularWaves', () => {
  test('finds two for brickwork, of which its courses and its shifted bricks are sums', () => {
    const waves = regularWaves(drawn(wall(24, 50)));

    expect(waves).toHaveLength(2);
    for (const wave of [
      [1 / 24, 0],
      [1 / 48, 1 / 50],
      [0, 2 / 50],
    ] as const) {
      for (const part of coordinates(waves, wave)) expect(part).toBeCloseTo(Math.round(part), 1);
    }
    // no finer lattice: a cell of it is one brick
    const [a, b] = waves as [Wave, Wave];
    expect(1 / Math.abs(a[0] * b[1] - a[1] * b[0])).toBeCloseTo(24 * 50, -2);
  });

  test('finds one for stripes', () => {
    const [wave, ...others] = regularWaves(drawn((_, x) => (x % 20 < 8 ? 80 : 160)));

    expect(others).toEqual([]);
    expect(wave?.[0]).toBeCloseTo(0, 3);
    expect(Math.abs(wave?.[1] ?? 0)).toBeCloseTo(1 / 20, 3);
  });

  test('finds no more in a picture without grain', () => {
    const data = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i % 8 < 4 ? 60 : 200));

    expect(regularWaves({ width: 64, height: 64, channels: 1, data })).toEqual([
      [expect.closeTo(0, 3), expect.closeTo(1 / 8, 3)],
    ]);
  });

  test.each<[string, (y: number, x: number) => number]>([
    ['grain', () => 120],
    ['light that falls off', (y, x) => 40 + (y + x) / 4],
    ['one edge', (_, x) => (x < 100 ? 80 : 160)],
  ])('finds none in %s', (_, brightness) => {
    expect(regularWaves(drawn(brightness))).toEqual([]);
  });

  test('finds none in a picture that is too small for one', () => {
    expect(regularWaves(drawn(() => 120, 8, 8))).toEqual([]);
  });
});
