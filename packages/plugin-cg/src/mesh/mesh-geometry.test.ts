import { describe, expect, test } from '@jest/globals';
import { sampleHeights } from './height-grid.js';
import type { MeshGeometry } from './mesh-geometry.js';
import { planeGeometry } from './plane.js';
import { reliefGeometry } from './relief.js';
import { sphereGeometry } from './sphere.js';

// Rounding of float32 positions and unit vectors.
const UNIT_TOLERANCE = 1e-5;
// Vertex tangents are those of the smooth shape; a triangle of the coarse one may turn away by its own angle.
const ALIGNED = 0.9;

/** A bumpy, tileable 16 x 16 map with heights from 0.1 to 0.9. */
function bumps() {
  const data = Uint16Array.from({ length: 256 }, (_, pixel) => {
    const [x, y] = [((pixel % 16) / 16) * 2 * Math.PI, (Math.floor(pixel / 16) / 16) * 2 * Math.PI];
    return Math.round((0.5 + 0.2 * Math.sin(x) + 0.2 * Math.cos(2 * y)) * 65_535);
  });
  return { width: 16, height: 16, channels: 1, data } as const;
}

const reliefSize = { width: 1, height: 0.5, depth: 0.04, thickness: 0.04, tileable: true };
const relief = () => reliefGeometry(sampleHeights(bumps(), { columns: 65, rows: 33, tileable: true }), reliefSize);
const SHAPES: readonly (readonly [string, () => MeshGeometry])[] = [
  ['plane', () => planeGeometry(1, 0.5)],
  ['sphere', () => sphereGeometry(0.5, 24)],
  ['relief', relief],
];

const row = (values: Float32Array, index: number, size: number) => [...values.subarray(index * size, index * size + size)];
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, axis) => sum + value * (b[axis] ?? 0), 0);
const subtract = (a: readonly number[], b: readonly number[]) => a.map((value, axis) => value - (b[axis] ?? 0));
const cross = ([a = 0, b = 0, c = 0]: readonly number[], [x = 0, y = 0, z = 0]: readonly number[]) => [
  b * z - c * y,
  c * x - a * z,
  a * y - b * x,
];
const largest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), -Infinity);
const unit = (a: readonly number[]) => a.map((value) => value / Math.hypot(...a));

describe.each(SHAPES)('%s', (_name, build) => {
  const geometry = build();
  const { positions, normals, uvs, tangents, indices } = geometry;
  const vertices = Array.from({ length: positions.length / 3 }, (_, index) => index);
  const triangles = Array.from({ length: indices.length / 3 }, (_, index) => [...indices.subarray(index * 3, index * 3 + 3)]);

  test('has orthonormal normals and tangents', () => {
    const errors = vertices.flatMap((vertex) => {
      const [normal, tangent] = [row(normals, vertex, 3), row(tangents, vertex, 4).slice(0, 3)];
      return [Math.hypot(...normal) - 1, Math.hypot(...tangent) - 1, dot(normal, tangent)];
    });
    expect(largest(errors.map(Math.abs))).toBeLessThan(UNIT_TOLERANCE);
  });

  test('turns its triangles outwards, the way its normals point', () => {
    const facing = triangles.map(([a = 0, b = 0, c = 0]) => {
      const [pa, pb, pc] = [row(positions, a, 3), row(positions, b, 3), row(positions, c, 3)];
      return dot(cross(subtract(pb, pa), subtract(pc, pa)), row(normals, a, 3));
    });
    expect(-largest(facing.map((value) => -value))).toBeGreaterThan(0);
  });

  test('has tangents along growing u, and bitangents up in the image (smaller v), as glTF normal maps need', () => {
    const misalignments = triangles.flatMap(([a = 0, b = 0, c = 0]) => {
      const [pa, pb, pc] = [row(positions, a, 3), row(positions, b, 3), row(positions, c, 3)];
      const [[u1 = 0, v1 = 0], [u2 = 0, v2 = 0]] = [
        subtract(row(uvs, b, 2), row(uvs, a, 2)),
        subtract(row(uvs, c, 2), row(uvs, a, 2)),
      ];
      const area = u1 * v2 - u2 * v1;
      // [dP/du, dP/dv] solves edge = u dP/du + v dP/dv for both edges.
      const [e1, e2] = [subtract(pb, pa), subtract(pc, pa)];
      const alongU = unit(e1.map((value, axis) => (value * v2 - (e2[axis] ?? 0) * v1) / area));
      const alongV = unit(e1.map((value, axis) => ((e2[axis] ?? 0) * u1 - value * u2) / area));
      const [tx = 0, ty = 0, tz = 0, w = 0] = row(tangents, a, 4);
      const bitangent = cross(row(normals, a, 3), [tx, ty, tz]).map((value) => value * w);
      return [-dot([tx, ty, tz], alongU), dot(bitangent, alongV)];
    });
    expect(largest(misalignments)).toBeLessThan(-ALIGNED);
  });
});

test('a plane faces +Z, upright, with the image the right way up', () => {
  const { positions, uvs } = planeGeometry(1, 0.5);
  const corners = [0, 1, 2, 3].map((vertex) => [...row(positions, vertex, 3), ...row(uvs, vertex, 2)]);
  expect(corners).toEqual([
    [-0.5, -0.25, 0, 0, 1],
    [0.5, -0.25, 0, 1, 1],
    [0.5, 0.25, 0, 1, 0],
    [-0.5, 0.25, 0, 0, 0],
  ]);
});

describe('sphere', () => {
  const radius = 0.5;
  const { positions, normals, uvs, indices } = sphereGeometry(radius, 24);

  test('has its positions over the radius as normals', () => {
    const errors = Array.from(positions, (value, index) => Math.abs(value / radius - (normals[index] ?? 0)));
    expect(largest(errors)).toBeLessThan(UNIT_TOLERANCE);
  });

  test('shows the middle of the image in front and repeats it on the back, without a triangle across the seam', () => {
    const front = Array.from({ length: positions.length / 3 }, (_, index) => index).filter(
      (vertex) => Math.hypot(...subtract(row(positions, vertex, 3), [0, 0, radius])) < UNIT_TOLERANCE,
    );
    expect(front.map((vertex) => row(uvs, vertex, 2))).toEqual([[0.5, 0.5]]);
    expect(Math.min(...uvs)).toBe(0);
    expect(Math.max(...uvs)).toBe(2);
    const widths = Array.from({ length: indices.length / 3 }, (_, triangle) => {
      const around = [...indices.subarray(triangle * 3, triangle * 3 + 3)].map((vertex) => uvs[vertex * 2] ?? 0);
      return Math.max(...around) - Math.min(...around);
    });
    // One column of 48 is 2 / 48 wide.
    expect(largest(widths)).toBeLessThan(2 / 48 + UNIT_TOLERANCE);
  });
});

describe('relief', () => {
  test('is closed: every edge belongs to two triangles in opposite directions', () => {
    const { positions, indices } = relief();
    const ids = new Map<string, number>();
    const weld = (vertex: number) => {
      const key = row(positions, vertex, 3).join();
      const known = ids.get(key);
      if (known === undefined) ids.set(key, ids.size);
      return known ?? ids.size - 1;
    };
    const edges = new Map<string, number>();
    for (let corner = 0; corner < indices.length; corner += 3) {
      const [a = 0, b = 0, c = 0] = [...indices.subarray(corner, corner + 3)].map(weld);
      for (const edge of [`${a},${b}`, `${b},${c}`, `${c},${a}`]) edges.set(edge, (edges.get(edge) ?? 0) + 1);
    }
    const open = [...edges].filter(([edge, count]) => count !== 1 || edges.get(edge.split(',').reverse().join()) !== 1);
    expect(open).toEqual([]);
  });

  test('has the volume of its plate and of the mean height', () => {
    const level = { columns: 5, rows: 3, heights: new Float32Array(15).fill(0.5) };
    const { positions, indices } = reliefGeometry(level, reliefSize);
    let volume = 0;
    for (let corner = 0; corner < indices.length; corner += 3) {
      const [a = [], b = [], c = []] = [...indices.subarray(corner, corner + 3)].map((vertex) => row(positions, vertex, 3));
      volume += dot(a, cross(b, c)) / 6;
    }
    // 1 x 0.5 m, 0.04 m plate and half of 0.04 m depth
    expect(volume).toBeCloseTo(0.5 * (0.04 + 0.02), 6);
  });
});
