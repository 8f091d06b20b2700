import { type Scene, sharedFloats } from '../scene.js';

/** Share of the sky that the object hides from the ground, on a square map in the object's own frame. */
export interface GroundOcclusion {
  /** [size, size], 0 to 1. */
  readonly data: Float32Array;
}

/** Side of ground maps in texels, and half their width in world units. */
export const GROUND_SIZE = 160;
export const GROUND_REACH = 4;
const DIRECTIONS = 64;

/**
 * Projects the mesh onto the ground along directions spread over the sky by the cosine law, and counts what each texel misses.
 *
 * Turning about the vertical axis does not change it, so once per scene is enough.
 */
export function buildGroundOcclusion({ mesh: { positions, indices } }: Scene): GroundOcclusion {
  const data = sharedFloats(GROUND_SIZE * GROUND_SIZE);
  const covered = new Uint8Array(data.length);
  const points = new Float64Array((positions.length / 3) * 2);
  const scale = GROUND_SIZE / (2 * GROUND_REACH);
  for (let index = 0; index < DIRECTIONS; index++) {
    const angle = index * Math.PI * (3 - Math.sqrt(5));
    const sine = Math.sqrt((index + 0.5) / DIRECTIONS);
    const slope = sine / Math.sqrt(1 - sine * sine);
    const slideX = Math.cos(angle) * slope;
    const slideZ = Math.sin(angle) * slope;
    for (let vertex = 0; vertex < points.length / 2; vertex++) {
      const height = positions[vertex * 3 + 1] as number;
      points[vertex * 2] = ((positions[vertex * 3] as number) - height * slideX + GROUND_REACH) * scale;
      points[vertex * 2 + 1] = ((positions[vertex * 3 + 2] as number) - height * slideZ + GROUND_REACH) * scale;
    }
    covered.fill(0);
    for (let corner = 0; corner < indices.length; corner += 3) {
      cover(covered, points, indices, corner);
    }
    for (let texel = 0; texel < data.length; texel++) {
      data[texel] = (data[texel] as number) + (covered[texel] as number) / DIRECTIONS;
    }
  }
  return { data: blur(blur(data)) };
}

/** Marks the texels whose centre, or whose own area holding a small triangle, lies under a triangle. */
function cover(covered: Uint8Array, points: Float64Array, indices: Uint32Array, corner: number): void {
  const a = (indices[corner] as number) * 2;
  const b = (indices[corner + 1] as number) * 2;
  const c = (indices[corner + 2] as number) * 2;
  const xa = points[a] as number;
  const ya = points[a + 1] as number;
  const xb = points[b] as number;
  const yb = points[b + 1] as number;
  const xc = points[c] as number;
  const yc = points[c + 1] as number;
  const left = Math.max(0, Math.floor(Math.min(xa, xb, xc)));
  const right = Math.min(GROUND_SIZE - 1, Math.floor(Math.max(xa, xb, xc)));
  const top = Math.max(0, Math.floor(Math.min(ya, yb, yc)));
  const bottom = Math.min(GROUND_SIZE - 1, Math.floor(Math.max(ya, yb, yc)));
  if (left === right && top === bottom) {
    covered[top * GROUND_SIZE + left] = 1;
    return;
  }
  const area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya);
  if (area === 0) return;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const dx = column + 0.5 - xc;
      const dy = row + 0.5 - yc;
      const weightA = ((yb - yc) * dx + (xc - xb) * dy) / area;
      const weightB = ((yc - ya) * dx + (xa - xc) * dy) / area;
      if (weightA >= -1e-7 && weightB >= -1e-7 && weightA + weightB <= 1 + 1e-7) covered[row * GROUND_SIZE + column] = 1;
    }
  }
}

/** Binomial 3 x 3: hides the steps between the directions. */
function blur(source: Float32Array): Float32Array {
  const target = sharedFloats(source.length);
  const at = (row: number, column: number) => source[row * GROUND_SIZE + column] as number;
  for (let row = 1; row < GROUND_SIZE - 1; row++) {
    for (let column = 1; column < GROUND_SIZE - 1; column++) {
      const cross = at(row - 1, column) + at(row + 1, column) + at(row, column - 1) + at(row, column + 1);
      const corners = at(row - 1, column - 1) + at(row - 1, column + 1) + at(row + 1, column - 1) + at(row + 1, column + 1);
      target[row * GROUND_SIZE + column] = (4 * at(row, column) + 2 * cross + corners) / 16;
    }
  }
  return target;
}
