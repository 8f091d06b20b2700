import type { Image } from '@aigc/media/image';

/** Heights at the vertices of a grid, row by row from the upper left; first and last lie on the image's borders. */
export interface HeightGrid {
  readonly columns: number;
  readonly rows: number;
  /** [rows, columns], 0 to 1. */
  readonly heights: Float32Array;
}

/** How a height map is read. */
export interface HeightGridOptions {
  readonly columns: number;
  readonly rows: number;
  /** Read across a border from the opposite side; else the border repeats. */
  readonly tileable: boolean;
}

/** Pixels that one vertex is the weighted mean of, along one axis. */
interface Taps {
  readonly indices: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Samples a 16-bit height map (first channel) at grid vertices: bilinear between pixels, and where the grid is coarser than the
 * image a tent as wide as the grid, because single pixels of a fine image would make a rough surface.
 */
export function sampleHeights(image: Image<Uint16Array>, { columns, rows, tileable }: HeightGridOptions): HeightGrid {
  const across = Array.from({ length: columns }, (_, column) => tentTaps(column / (columns - 1), image.width, columns, tileable));
  const down = Array.from({ length: rows }, (_, row) => tentTaps(row / (rows - 1), image.height, rows, tileable));
  // Columns first: [image.height, columns].
  const narrowed = new Float32Array(image.height * columns);
  for (let y = 0; y < image.height; y++) {
    for (let column = 0; column < columns; column++) {
      const { indices, weights } = across[column] as Taps;
      let sum = 0;
      for (let tap = 0; tap < indices.length; tap++) {
        const pixel = (y * image.width + (indices[tap] as number)) * image.channels;
        sum += (weights[tap] as number) * (image.data[pixel] as number);
      }
      narrowed[y * columns + column] = sum / 65_535;
    }
  }
  const heights = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const { indices, weights } = down[row] as Taps;
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let tap = 0; tap < indices.length; tap++) {
        sum += (weights[tap] as number) * (narrowed[(indices[tap] as number) * columns + column] as number);
      }
      heights[row * columns + column] = sum;
    }
  }
  return { columns, rows, heights };
}

/** A tent of radius 1 pixel is linear interpolation between pixel centres. */
function tentTaps(position: number, size: number, vertices: number, tileable: boolean): Taps {
  const centre = position * size - 0.5;
  const radius = Math.max(1, size / (vertices - 1));
  const indices: number[] = [];
  const weights: number[] = [];
  for (let pixel = Math.ceil(centre - radius); pixel <= Math.floor(centre + radius); pixel++) {
    const weight = 1 - Math.abs(pixel - centre) / radius;
    if (weight <= 0) continue;
    indices.push(tileable ? (pixel + size) % size : Math.min(size - 1, Math.max(0, pixel)));
    weights.push(weight);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { indices, weights: weights.map((weight) => weight / total) };
}
