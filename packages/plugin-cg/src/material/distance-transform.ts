// Exact Euclidean distance by lower envelopes of parabolas: Felzenszwalb and Huttenlocher, 2012.
import { type Borders, borderIndices, createPlane, type Plane } from './plane.js';

const FAR = 1e20;

/**
 * Distance in pixels from each pixel to the nearest one that is 0 in the mask; exact up to `reach` pixels across a border,
 * and not above it anywhere.
 */
export function distanceToZero(mask: Plane, borders: Borders, reach: number): Plane {
  const margin = Math.ceil(reach);
  const columns = borderIndices(mask.width, margin, borders.x);
  const rows = borderIndices(mask.height, margin, borders.y);
  const width = columns.length;
  const squared = new Float64Array(width * rows.length);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      squared[y * width + x] = mask.data[row * mask.width + column] === 0 ? 0 : FAR;
    });
  });
  for (let x = 0; x < width; x++) transformLine(squared, { start: x, step: width, length: rows.length });
  for (let y = 0; y < rows.length; y++) transformLine(squared, { start: y * width, step: 1, length: width });
  const result = createPlane(mask.width, mask.height);
  for (let y = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++) {
      const value = squared[(y + margin) * width + x + margin]!;
      result.data[y * mask.width + x] = Math.min(reach, Math.sqrt(value));
    }
  }
  return result;
}

interface Line {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

function transformLine(values: Float64Array, { start, step, length }: Line): void {
  const source = Float64Array.from({ length }, (_, i) => values[start + i * step]!);
  const vertices = new Int32Array(length);
  const bounds = new Float64Array(length + 1);
  const meet = (q: number, v: number) => (source[q]! + q * q - (source[v]! + v * v)) / (2 * (q - v));
  let last = 0;
  bounds[0] = -FAR;
  bounds[1] = FAR;
  for (let q = 1; q < length; q++) {
    let crossing = meet(q, vertices[last]!);
    while (crossing <= bounds[last]!) crossing = meet(q, vertices[--last]!);
    vertices[++last] = q;
    bounds[last] = crossing;
    bounds[last + 1] = FAR;
  }
  for (let i = 0, k = 0; i < length; i++) {
    while (bounds[k + 1]! < i) k++;
    const vertex = vertices[k]!;
    values[start + i * step] = (i - vertex) ** 2 + source[vertex]!;
  }
}
