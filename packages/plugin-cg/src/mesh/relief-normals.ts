import type { Image } from '@aigc/media/image';
import type { HeightGrid } from './height-grid.js';
import type { MeshGeometry } from './mesh-geometry.js';

// A residual flatter than this would point into the surface after rounding to 8 bits.
const LEAST_Z = 0.05;

/**
 * Re-expresses a tangent-space normal map (+Y) of the flat surface in the tangent frames of a displaced front.
 *
 * Geometry and map both hold the height's slopes. Used together unchanged they would count the coarse ones twice; after this the
 * map keeps what the grid is too coarse to show, and frame * map is the normal that the flat map meant.
 *
 * @param slopeScale depth of the relief over the depth that the map was made for: steeper geometry has steeper normals
 */
export function bakeReliefNormals(normals: Image, front: MeshGeometry, grid: HeightGrid, slopeScale: number): Image {
  const { width, height, channels } = normals;
  const data = new Uint8Array(width * height * 3);
  const frame = new Float64Array(6);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      interpolateFrame(frame, front, grid, [(x + 0.5) / width, (y + 0.5) / height]);
      const pixel = (y * width + x) * channels;
      const [meantX, meantY, meantZ] = steepen(normals.data, pixel, slopeScale);
      // Frame: normal (0..2) and tangent (3..5), made orthonormal; the bitangent is their cross product as w is 1.
      const [nx, ny, nz, tx, ty, tz] = frame as unknown as readonly [number, number, number, number, number, number];
      const alongT = meantX * tx + meantY * ty + meantZ * tz;
      const alongB = meantX * (ny * tz - nz * ty) + meantY * (nz * tx - nx * tz) + meantZ * (nx * ty - ny * tx);
      const alongN = Math.max(LEAST_Z, meantX * nx + meantY * ny + meantZ * nz);
      const length = Math.hypot(alongT, alongB, alongN);
      const target = (y * width + x) * 3;
      data[target] = encode(alongT / length);
      data[target + 1] = encode(alongB / length);
      data[target + 2] = encode(alongN / length);
    }
  }
  return { width, height, channels: 3, data };
}

function steepen(data: Uint8Array, pixel: number, slopeScale: number): readonly [number, number, number] {
  const x = decode(data[pixel] as number) * slopeScale;
  const y = decode(data[pixel + 1] as number) * slopeScale;
  const z = Math.max(LEAST_Z, decode(data[pixel + 2] as number));
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** Bilinear between the grid's vertices, then orthonormal as a renderer makes it. */
function interpolateFrame(frame: Float64Array, front: MeshGeometry, grid: HeightGrid, [u, v]: readonly [number, number]): void {
  const { columns, rows } = grid;
  const column = Math.min(columns - 2, Math.floor(u * (columns - 1)));
  const row = Math.min(rows - 2, Math.floor(v * (rows - 1)));
  const right = u * (columns - 1) - column;
  const down = v * (rows - 1) - row;
  const corner = row * columns + column;
  frame.fill(0);
  for (let index = 0; index < 4; index++) {
    const vertex = corner + (index & 1) + (index >> 1) * columns;
    const weight = (index & 1 ? right : 1 - right) * (index >> 1 ? down : 1 - down);
    for (let axis = 0; axis < 3; axis++) {
      frame[axis] = (frame[axis] as number) + weight * (front.normals[vertex * 3 + axis] as number);
      frame[axis + 3] = (frame[axis + 3] as number) + weight * (front.tangents[vertex * 4 + axis] as number);
    }
  }
  normalize(frame, 0);
  const along = [0, 1, 2].reduce((sum, axis) => sum + (frame[axis] as number) * (frame[axis + 3] as number), 0);
  for (let axis = 0; axis < 3; axis++) frame[axis + 3] = (frame[axis + 3] as number) - along * (frame[axis] as number);
  normalize(frame, 3);
}

function normalize(frame: Float64Array, start: number): void {
  const length = Math.hypot(frame[start] as number, frame[start + 1] as number, frame[start + 2] as number);
  for (let axis = start; axis < start + 3; axis++) frame[axis] = (frame[axis] as number) / length;
}

// 8-bit normal maps keep 0 at 127.5; encoders write it as 128 and decoders read x / 255 * 2 - 1.
function decode(value: number): number {
  return (value / 255) * 2 - 1;
}

function encode(value: number): number {
  return Math.round((value * 0.5 + 0.5) * 255);
}
