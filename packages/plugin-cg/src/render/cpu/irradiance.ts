import { ambientRadiance } from './studio.js';

/** Nine spherical-harmonic coefficients of RGB, [9, 3], already folded with the cosine lobe. */
export type Irradiance = Float64Array;

// Cosine lobe of bands 0, 1, 2 over pi (A_l / pi of the paper).
const BANDS = [1, 2 / 3, 2 / 3, 2 / 3, 1 / 4, 1 / 4, 1 / 4, 1 / 4, 1 / 4];
const ROWS = 64;

/**
 * Projects the studio without its key light onto spherical harmonics.
 *
 * @see Ramamoorthi and Hanrahan 2001, An Efficient Representation for Irradiance Environment Maps
 */
export function buildIrradiance(): Irradiance {
  const coefficients = new Float64Array(27);
  const basis = new Float64Array(9);
  const radiance = new Float64Array(3);
  for (let row = 0; row < ROWS; row++) {
    const theta = ((row + 0.5) / ROWS) * Math.PI;
    const solidAngle = (Math.PI / ROWS) ** 2 * Math.sin(theta);
    for (let column = 0; column < ROWS * 2; column++) {
      const phi = ((column + 0.5) / ROWS) * Math.PI;
      const [x, y, z] = [Math.sin(theta) * Math.cos(phi), Math.cos(theta), Math.sin(theta) * Math.sin(phi)];
      ambientRadiance(radiance, x, y, z);
      evaluateBasis(basis, x, y, z);
      for (let term = 0; term < 9; term++) {
        const weight = (basis[term] as number) * (BANDS[term] as number) * solidAngle;
        for (let channel = 0; channel < 3; channel++) {
          const at = term * 3 + channel;
          coefficients[at] = (coefficients[at] as number) + weight * (radiance[channel] as number);
        }
      }
    }
  }
  return coefficients;
}

/** What white paper with this unit normal reflects (irradiance over pi), RGB. */
export function sampleIrradiance(out: Float64Array, coefficients: Irradiance, basis: Float64Array): void {
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    for (let term = 0; term < 9; term++) sum += (basis[term] as number) * (coefficients[term * 3 + channel] as number);
    out[channel] = Math.max(0, sum);
  }
}

/** The first nine real spherical harmonics in a unit direction. */
export function evaluateBasis(out: Float64Array, x: number, y: number, z: number): void {
  out[0] = 0.282095;
  out[1] = 0.488603 * y;
  out[2] = 0.488603 * z;
  out[3] = 0.488603 * x;
  out[4] = 1.092548 * x * y;
  out[5] = 1.092548 * y * z;
  out[6] = 0.315392 * (3 * z * z - 1);
  out[7] = 1.092548 * x * z;
  out[8] = 0.546274 * (x * x - y * y);
}
