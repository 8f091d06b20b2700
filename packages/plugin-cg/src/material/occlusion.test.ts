import { describe, expect, test } from '@jest/globals';
import { heightToOcclusion } from './occlusion.js';
import { createPlane, mapPlane, type Plane } from './plane.js';

const CLAMP = { x: 'clamp', y: 'clamp' } as const;

/** Height by distance from the centre of 9 x 9 pixels. */
function cone(slope: number): Plane {
  return mapPlane(createPlane(9, 9), (_, i) => slope * Math.hypot((i % 9) - 4, Math.floor(i / 9) - 4));
}

describe('heightToOcclusion', () => {
  test('leaves a plain surface and a hilltop open', () => {
    const hill = cone(-1);

    expect([...heightToOcclusion(createPlane(4, 3), CLAMP).data]).toEqual(new Array(12).fill(1));
    expect(heightToOcclusion(hill, CLAMP).data[4 * 9 + 4]).toBe(1);
  });

  test('lets 1 / (1 + t²) of the light into the tip of a cone of slope t', () => {
    expect(heightToOcclusion(cone(2), CLAMP).data[4 * 9 + 4]).toBeCloseTo(1 / 5, 5);
  });

  test('sees a wall in three of eight directions', () => {
    // A wall of height 3, one pixel to the right: rises of 3 / 1 straight and 3 / sqrt(2) on the two diagonals.
    const wall = createPlane(
      8,
      3,
      Float32Array.from({ length: 24 }, (_, i) => (i % 8 >= 4 ? 3 : 0)),
    );

    const { data } = heightToOcclusion(wall, CLAMP);

    expect(data[8 + 3]).toBeCloseTo((5 + 1 / (1 + 9) + 2 / (1 + 4.5)) / 8, 6);
  });
});
