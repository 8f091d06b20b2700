import type { Image } from '@aigc/media/image';

/** One channel of numbers: luminance in [0, 1], height in pixels and the like. */
export type Plane = Image<Float32Array>;

/** What lies beyond an edge: the opposite edge (`wrap`) or the border pixel again (`clamp`). */
export type Border = 'wrap' | 'clamp';

/** Borders across (left and right) and down (top and bottom). */
export interface Borders {
  readonly x: Border;
  readonly y: Border;
}

/** A plane of zeros, or of the given values (row-major). */
export function createPlane(width: number, height: number, data = new Float32Array(width * height)): Plane {
  return { width, height, channels: 1, data };
}

/** A plane whose values are computed from another's. */
export function mapPlane(plane: Plane, compute: (value: number, index: number) => number): Plane {
  return createPlane(plane.width, plane.height, plane.data.map(compute));
}

/** For each position from `-margin` to `size - 1 + margin`, the pixel that stands there; index it with `position + margin`. */
export function borderIndices(size: number, margin: number, border: Border): Int32Array {
  return Int32Array.from({ length: size + 2 * margin }, (_, i) => {
    const position = i - margin;
    return border === 'wrap' ? ((position % size) + size) % size : Math.min(size - 1, Math.max(0, position));
  });
}
