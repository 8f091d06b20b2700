import type { Image } from '@aigc/media/image';

// Low enough that blur and noise do not count, high enough that two digits or two icons differ.
const SIDE = 16;
const COLOURS = 3;

/** A picture as a point: 16 x 16 means of red, green and blue, 0 to 1. */
export type PictureVector = Float32Array;

/** Scales pictures of any size and 1 or 3 channels down to points that can be compared. */
export function pictureVectors(images: readonly Image[]): PictureVector[] {
  return images.map((image) => {
    const vector = new Float32Array(SIDE * SIDE * COLOURS);
    for (let cell = 0; cell < SIDE * SIDE; cell++) addCell(image, cell, vector);
    return vector;
  });
}

/** Root mean square difference of two pictures, 0 to 1. */
export function pictureDistance(a: PictureVector, b: PictureVector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum / a.length);
}

/** The mean of the pixels under a cell; of the nearest pixel where a picture is smaller than the grid. */
function addCell({ width, height, channels, data }: Image, cell: number, vector: Float32Array): void {
  const [left, right] = range(cell % SIDE, width);
  const [top, bottom] = range(Math.floor(cell / SIDE), height);
  const scale = 1 / (255 * (right - left) * (bottom - top));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      for (let colour = 0; colour < COLOURS; colour++) {
        const channel = channels >= COLOURS ? colour : 0;
        const value = data[(y * width + x) * channels + channel] as number;
        vector[cell * COLOURS + colour] = (vector[cell * COLOURS + colour] as number) + value * scale;
      }
    }
  }
}

function range(cell: number, size: number): [begin: number, end: number] {
  const begin = Math.floor((cell * size) / SIDE);
  return [begin, Math.max(begin + 1, Math.floor(((cell + 1) * size) / SIDE))];
}
