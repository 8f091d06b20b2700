import { createTransform, type Transform } from './fourier.js';
import { createPlane, type Plane } from './plane.js';

/**
 * Fourier coefficients of a real plane, columns 0 to floor(width / 2): the others are their conjugates.
 * Row-major, `columns` a row; not scaled.
 */
export interface Spectrum {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Position of a coefficient, cycles per pixel: `x` to the right, `y` up in the image. */
export type VisitFrequency = (index: number, x: number, y: number) => void;

/** Forward transform of a plane. */
export function toSpectrum(plane: Plane): Spectrum {
  const { width, height, data } = plane;
  const columns = Math.floor(width / 2) + 1;
  const spectrum: Spectrum = {
    width,
    height,
    columns,
    re: new Float64Array(columns * height),
    im: new Float64Array(columns * height),
  };
  const transform = createTransform(width);
  const a = new Float64Array(width);
  const b = new Float64Array(width);
  // Two real rows are one complex row: A = (Z[k] + conj Z[-k]) / 2, B = (Z[k] - conj Z[-k]) / 2i.
  for (let y = 0; y < height; y += 2) {
    const second = y + 1 < height;
    for (let x = 0; x < width; x++) {
      a[x] = data[y * width + x]!;
      b[x] = second ? data[(y + 1) * width + x]! : 0;
    }
    transform(a, b);
    for (let x = 0; x < columns; x++) {
      const mirror = (width - x) % width;
      const at = y * columns + x;
      spectrum.re[at] = (a[x]! + a[mirror]!) / 2;
      spectrum.im[at] = (b[x]! - b[mirror]!) / 2;
      if (!second) continue;
      spectrum.re[at + columns] = (b[x]! + b[mirror]!) / 2;
      spectrum.im[at + columns] = (a[mirror]! - a[x]!) / 2;
    }
  }
  transformColumns(spectrum, createTransform(height), false);
  return spectrum;
}

/** Inverse transform; the spectrum's own arrays are overwritten. */
export function toPlane(spectrum: Spectrum): Plane {
  const { width, height, columns, re, im } = spectrum;
  transformColumns(spectrum, createTransform(height), true);
  const plane = createPlane(width, height);
  const transform = createTransform(width);
  const a = new Float64Array(width);
  const b = new Float64Array(width);
  const scale = 1 / (width * height);
  for (let y = 0; y < height; y += 2) {
    const second = y + 1 < height;
    for (let x = 0; x < width; x++) {
      // The missing half of a row is the conjugate of the first; A + iB carries two rows at once.
      const isMirrored = x >= columns;
      const at = y * columns + (isMirrored ? width - x : x);
      const sign = isMirrored ? -1 : 1;
      a[x] = re[at]! - (second ? sign * im[at + columns]! : 0);
      b[x] = sign * im[at]! + (second ? re[at + columns]! : 0);
    }
    transform(b, a);
    for (let x = 0; x < width; x++) {
      plane.data[y * width + x] = a[x]! * scale;
      if (second) plane.data[(y + 1) * width + x] = b[x]! * scale;
    }
  }
  return plane;
}

/** Calls `visit` for every stored coefficient. */
export function visitFrequencies({ width, height, columns }: Spectrum, visit: VisitFrequency): void {
  for (let row = 0; row < height; row++) {
    const y = -(row <= height / 2 ? row : row - height) / height;
    for (let column = 0; column < columns; column++) visit(row * columns + column, column / width, y);
  }
}

function transformColumns({ height, columns, re, im }: Spectrum, transform: Transform, isInverse: boolean): void {
  const a = new Float64Array(height);
  const b = new Float64Array(height);
  for (let column = 0; column < columns; column++) {
    for (let y = 0; y < height; y++) {
      a[y] = re[y * columns + column]!;
      b[y] = im[y * columns + column]!;
    }
    if (isInverse) transform(b, a);
    else transform(a, b);
    for (let y = 0; y < height; y++) {
      re[y * columns + column] = a[y]!;
      im[y * columns + column] = b[y]!;
    }
  }
}
