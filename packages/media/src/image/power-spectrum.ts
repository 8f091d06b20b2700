// The only file that touches fft.js.
import FFT from 'fft.js';

/**
 * How much of a square holds each wave, `|DFT|^2`.
 *
 * @param values float [side, side], row-major
 * @param side a power of two
 * @returns [side, side]: row v, column u is the wave of v cycles down and u across; those beyond half the side are negative
 */
export function powerSpectrum(values: Float64Array, side: number): Float64Array {
  const fft = new FFT(side);
  // complex numbers as pairs; the columns of the first pass are the rows of the second
  const columns = Array.from({ length: side }, () => new Float64Array(2 * side));
  const line = fft.createComplexArray() as number[];
  for (let y = 0; y < side; y++) {
    fft.realTransform(line, values.subarray(y * side, (y + 1) * side));
    fft.completeSpectrum(line);
    for (let u = 0; u < side; u++) columns[u]?.set([line[2 * u] as number, line[2 * u + 1] as number], 2 * y);
  }
  const power = new Float64Array(side * side);
  for (const [u, column] of columns.entries()) {
    fft.transform(line, column);
    for (let v = 0; v < side; v++) power[v * side + u] = (line[2 * v] as number) ** 2 + (line[2 * v + 1] as number) ** 2;
  }
  return power;
}
