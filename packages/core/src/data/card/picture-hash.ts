// The perceptual hash of an image: the signs of its lowest frequencies, alike for pictures that look alike.
// See Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.1.
import type { Image } from '@aigc/media/image';

/** What two pictures are compared by. */
export interface PictureHash {
  /** 64 bits as two unsigned 32-bit numbers. */
  readonly bits: readonly [high: number, low: number];
  /** Grey levels, [16, 16]. */
  readonly thumbnail: Uint8Array;
}

const SIDE = 32;
const FREQUENCIES = 8;
const THUMBNAIL = 16;
/** Root mean square of the frequencies, in grey levels, below which a picture is flat and its signs mean nothing. */
const FLAT = 1;
/** What a frequency must be above the middle one, so that rounding decides no bit. */
const MARGIN = 0.5;

// COSINES[u * SIDE + x] of the orthonormal discrete cosine transform
const COSINES = Float64Array.from({ length: FREQUENCIES * SIDE }, (_, i) => {
  const [u, x] = [Math.floor(i / SIDE), i % SIDE];
  return Math.cos((Math.PI * u * (2 * x + 1)) / (2 * SIDE)) * Math.sqrt((u === 0 ? 1 : 2) / SIDE);
});

/** The hash of a picture, or undefined of a flat one, which looks like every other flat one. */
export function pictureHash(image: Image): PictureHash | undefined {
  const cells = reduced(image);
  const frequencies = lowFrequencies(cells);
  const power = frequencies.reduce((sum, value) => sum + value * value, 0) / frequencies.length;
  if (Math.sqrt(power) < FLAT) return undefined;
  const middle = median(frequencies);
  const bits = (from: number): number =>
    frequencies.subarray(from, from + 32).reduce((word, value) => ((word << 1) | (value > middle + MARGIN ? 1 : 0)) >>> 0, 0);
  return { bits: [bits(0), bits(32)], thumbnail: thumbnail(cells) };
}

/** Bits in which two hashes differ, 0 to 64. */
export function hashDistance(a: PictureHash, b: PictureHash): number {
  return bitCount(a.bits[0] ^ b.bits[0]) + bitCount(a.bits[1] ^ b.bits[1]);
}

/** Root mean square of the difference of two thumbnails, in grey levels. */
export function thumbnailDistance(a: PictureHash, b: PictureHash): number {
  const sum = a.thumbnail.reduce((total, value, i) => total + (value - (b.thumbnail[i] as number)) ** 2, 0);
  return Math.sqrt(sum / a.thumbnail.length);
}

function thumbnail(cells: Float64Array): Uint8Array {
  return Uint8Array.from({ length: THUMBNAIL * THUMBNAIL }, (_, i) => {
    const [row, column] = [Math.floor(i / THUMBNAIL) * 2, (i % THUMBNAIL) * 2];
    const at = (y: number, x: number): number => cells[(row + y) * SIDE + column + x] as number;
    return Math.round((at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4);
  });
}

function bitCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Grey, [SIDE, SIDE]: the mean of the pixels that fall into each cell; small pictures repeat theirs. */
function reduced({ width, height, channels, data }: Image): Float64Array {
  const cells = new Float64Array(SIDE * SIDE);
  const edges = (count: number): number[] => Array.from({ length: SIDE + 1 }, (_, i) => Math.floor((i * count) / SIDE));
  const [columns, rows] = [edges(width), edges(height)];
  for (let cell = 0; cell < cells.length; cell++) {
    const [row, column] = [Math.floor(cell / SIDE), cell % SIDE];
    const [top, left] = [rows[row] as number, columns[column] as number];
    const bottom = Math.max(top + 1, rows[row + 1] as number);
    const right = Math.max(left + 1, columns[column + 1] as number);
    let sum = 0;
    for (let y = top; y < bottom; y++) {
      const end = (y * width + right) * channels;
      for (let i = (y * width + left) * channels; i < end; i++) sum += data[i] as number;
    }
    cells[cell] = sum / ((bottom - top) * (right - left) * channels);
  }
  return cells;
}

/** [FREQUENCIES, FREQUENCIES] of the two-dimensional transform; 0 instead of the first, the mean. */
function lowFrequencies(cells: Float64Array): Float64Array {
  const rows = new Float64Array(SIDE * FREQUENCIES);
  for (let y = 0; y < SIDE; y++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += (cells[y * SIDE + x] as number) * (COSINES[u * SIDE + x] as number);
      rows[y * FREQUENCIES + u] = sum;
    }
  }
  return Float64Array.from({ length: FREQUENCIES * FREQUENCIES }, (_, i) => {
    const [v, u] = [Math.floor(i / FREQUENCIES), i % FREQUENCIES];
    let sum = 0;
    if (i === 0) return 0;
    for (let y = 0; y < SIDE; y++) sum += (rows[y * FREQUENCIES + u] as number) * (COSINES[v * SIDE + y] as number);
    return sum;
  });
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  return ((sorted[values.length / 2 - 1] as number) + (sorted[values.length / 2] as number)) / 2;
}
