import type { HeightGrid } from './height-grid.js';
import type { MeshGeometry } from './mesh-geometry.js';
import { addPlaque } from './plaque.js';

/** Measures of a relief, in metres. */
export interface ReliefSize {
  readonly width: number;
  readonly height: number;
  /** How far height 1 stands out of height 0. */
  readonly depth: number;
  /** Material behind height 0: the relief is a closed block. */
  readonly thickness: number;
  /** Opposite borders continue each other, so slopes at a border are taken across it. */
  readonly tileable: boolean;
}

/**
 * A closed plaque whose front is displaced by a height map: upright, faces +Z, height 0 lies in the plane z = 0.
 *
 * The front's UVs are the image's, 0 to 1; sides and back are unfolded from its borders. Normals and tangents of the front
 * come from the slope of the displaced surface itself.
 */
export function reliefGeometry(grid: HeightGrid, size: ReliefSize): MeshGeometry {
  return addPlaque(reliefFront(grid, size), grid, size);
}

/** The displaced front alone: vertex `row * columns + column` belongs to that point of the grid. */
export function reliefFront(grid: HeightGrid, { width, height, depth, tileable }: ReliefSize): MeshGeometry {
  const { columns, rows, heights } = grid;
  const count = columns * rows;
  const positions = new Float32Array(count * 3);
  const normals = new Float32Array(count * 3);
  const uvs = new Float32Array(count * 2);
  const tangents = new Float32Array(count * 4);
  const riseAcross = (depth * (columns - 1)) / width;
  const riseDown = (depth * (rows - 1)) / height;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const vertex = row * columns + column;
      const [u, v] = [column / (columns - 1), row / (rows - 1)];
      positions.set([(u - 0.5) * width, (0.5 - v) * height, (heights[vertex] as number) * depth], vertex * 3);
      uvs.set([u, v], vertex * 2);
      // The surface z(x, y) has the normal (-dz/dx, -dz/dy, 1) and the tangent (1, 0, dz/dx); y grows against the rows.
      const slopeX = riseAcross * difference((at) => heights[row * columns + at] as number, column, columns, tileable);
      const slopeY = -riseDown * difference((at) => heights[at * columns + column] as number, row, rows, tileable);
      const length = Math.hypot(slopeX, slopeY, 1);
      normals.set([-slopeX / length, -slopeY / length, 1 / length], vertex * 3);
      const tangentLength = Math.hypot(1, slopeX);
      tangents.set([1 / tangentLength, 0, slopeX / tangentLength, 1], vertex * 4);
    }
  }
  return { positions, normals, uvs, tangents, indices: gridIndices(columns, rows) };
}

/** Change from one grid point to the next: central inside; at a border across it, or one-sided. */
function difference(heightAt: (index: number) => number, index: number, count: number, tileable: boolean): number {
  const last = count - 1;
  if (index > 0 && index < last) return (heightAt(index + 1) - heightAt(index - 1)) / 2;
  // Points 0 and last are the same place of a tileable image.
  if (tileable) return (heightAt(1) - heightAt(last - 1)) / 2;
  return index === 0 ? heightAt(1) - heightAt(0) : heightAt(last) - heightAt(last - 1);
}

function gridIndices(columns: number, rows: number): Uint32Array {
  const indices = new Uint32Array((columns - 1) * (rows - 1) * 6);
  let next = 0;
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const upperLeft = row * columns + column;
      const lowerLeft = upperLeft + columns;
      indices.set([upperLeft, lowerLeft, lowerLeft + 1, upperLeft, lowerLeft + 1, upperLeft + 1], next);
      next += 6;
    }
  }
  return indices;
}
