import { type Borders, borderIndices, type Plane } from './plane.js';

/**
 * Unit normals of a height in pixels, OpenGL convention: `x` right, `y` up in the image, `z` out of it; interleaved
 * `float32 [height, width, 3]`.
 *
 * Slopes are Scharr's derivative (3, 10, 3) / 32, whose direction errs least of all 3 x 3 filters. The first row is the top
 * of the image: where height rises from row to row downwards, the normal leans up.
 *
 * @see Scharr, dissertation, Heidelberg 2000
 */
export function heightToNormals({ width, height, data }: Plane, borders: Borders): Float32Array {
  const columns = borderIndices(width, 1, borders.x);
  const rows = borderIndices(height, 1, borders.y);
  const normals = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const [above, here, below] = [rows[y]! * width, rows[y + 1]! * width, rows[y + 2]! * width];
    for (let x = 0; x < width; x++) {
      const [left, middle, right] = [columns[x]!, columns[x + 1]!, columns[x + 2]!];
      const across =
        3 * (data[above + right]! - data[above + left]! + data[below + right]! - data[below + left]!) +
        10 * (data[here + right]! - data[here + left]!);
      const up =
        3 * (data[above + left]! - data[below + left]! + data[above + right]! - data[below + right]!) +
        10 * (data[above + middle]! - data[below + middle]!);
      // A clamped border pixel sees one step instead of two; the slope of the inside continues.
      const slopeX = across / (16 * stepCount(left, middle, right));
      const slopeY = up / (16 * stepCount(rows[y]!, rows[y + 1]!, rows[y + 2]!));
      const length = Math.hypot(slopeX, slopeY, 1);
      const at = (y * width + x) * 3;
      normals[at] = -slopeX / length;
      normals[at + 1] = -slopeY / length;
      normals[at + 2] = 1 / length;
    }
  }
  return normals;
}

/** Pixels between the first and the last of three neighbours: 2, or 1 where one was clamped. */
function stepCount(first: number, middle: number, last: number): number {
  return Math.max(1, (first === middle ? 0 : 1) + (middle === last ? 0 : 1));
}

// Zero lies between two levels: rounding errors of plain parts would toss between them.
const TIE = 1e-3;

/** Normals as 8-bit RGB, `v * 127.5 + 127.5` rounded; a plain surface is exactly (128, 128, 255). */
export function encodeNormals(normals: Float32Array): Uint8Array {
  const bytes = new Uint8Array(normals.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round(normals[i]! * 127.5 + 127.5 + TIE);
  return bytes;
}
