import { type Borders, borderIndices, createPlane, type Plane } from './plane.js';

/** Directions the horizon is looked for in, one step each, and how many steps away: nearly evenly spread over distance. */
const DIRECTIONS = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;
const STEPS = [1, 2, 3, 5, 8, 12, 18, 27, 40];

/**
 * Part of the light of an even sky that reaches each point of a height in pixels, in (0, 1]; 1 for a plain surface.
 *
 * The sky above the horizon at elevation `e`, weighted by the cosine at a level receiver, gives `cos² e` of its sector;
 * with `t = tan e`, the steepest rise in that direction, this is `1 / (1 + t²)`. The mean is taken over 8 directions up to 40
 * pixels away.
 *
 * @see Max, "Horizon mapping", The Visual Computer 4, 1988
 */
export function heightToOcclusion({ width, height, data }: Plane, borders: Borders): Plane {
  const reach = STEPS.at(-1)!;
  const columns = borderIndices(width, reach, borders.x);
  const rows = borderIndices(height, reach, borders.y);
  const result = createPlane(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const own = data[y * width + x]!;
      let sum = 0;
      for (let direction = 0; direction < DIRECTIONS.length; direction++) {
        const [dx, dy] = DIRECTIONS[direction]!;
        const inverse = dx !== 0 && dy !== 0 ? Math.SQRT1_2 : 1;
        let steepest = 0;
        for (let k = 0; k < STEPS.length; k++) {
          const step = STEPS[k]!;
          const rise = data[rows[y + dy * step + reach]! * width + columns[x + dx * step + reach]!]! - own;
          if (rise * inverse > steepest * step) steepest = (rise * inverse) / step;
        }
        sum += 1 / (1 + steepest * steepest);
      }
      result.data[y * width + x] = sum / DIRECTIONS.length;
    }
  }
  return result;
}
