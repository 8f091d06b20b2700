import type { FeatureMatrix } from './feature-matrix.js';
import { symmetricEigen, symmetricEigenvalues } from './symmetric-eigen.js';

/** Mean and covariance of features, in double precision. */
export interface GaussianStatistics {
  readonly size: number;
  /** float64 `[size]` */
  readonly mean: Float64Array;
  /** float64 `[size, size]`, divided by `count - 1`. */
  readonly covariance: Float64Array;
}

/** Mean and unbiased covariance of the rows of a matrix; at least two. */
export function gaussianStatistics({ data, count, size }: FeatureMatrix): GaussianStatistics {
  const mean = new Float64Array(size);
  for (let i = 0; i < data.length; i++) mean[i % size] = (mean[i % size] as number) + (data[i] as number) / count;
  const covariance = new Float64Array(size * size);
  const centred = new Float64Array(size);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < size; i++) centred[i] = (data[row * size + i] as number) - (mean[i] as number);
    for (let i = 0; i < size; i++) {
      const ci = centred[i] as number;
      for (let j = i; j < size; j++)
        covariance[i * size + j] = (covariance[i * size + j] as number) + ci * (centred[j] as number);
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      covariance[i * size + j] = (covariance[i * size + j] as number) / (count - 1);
      covariance[j * size + i] = covariance[i * size + j] as number;
    }
  }
  return { size, mean, covariance };
}

/**
 * Squared Fréchet (2-Wasserstein) distance of two normal distributions,
 * `|m1 - m2|^2 + tr(C1 + C2 - 2 (C1^(1/2) C2 C1^(1/2))^(1/2))`.
 *
 * Both roots come from symmetric eigen-decompositions, so that nothing turns complex; eigenvalues that rounding made negative count
 * as 0.
 *
 * @see Dowson and Landau 1982, equation 4; Heusel et al. 2017, arXiv 1706.08500, equation 6
 */
export function frechetDistance(a: GaussianStatistics, b: GaussianStatistics): number {
  const { size: n } = a;
  let distance = 0;
  for (let i = 0; i < n; i++) {
    distance += ((a.mean[i] as number) - (b.mean[i] as number)) ** 2;
    distance += (a.covariance[i * n + i] as number) + (b.covariance[i * n + i] as number);
  }
  // C1 = V' D V with eigenvectors in the rows of V: C1^(1/2) C2 C1^(1/2) has the eigenvalues of D^(1/2) V C2 V' D^(1/2)
  const { values, vectors } = symmetricEigen(a.covariance, n);
  const rooted = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const root = Math.sqrt(Math.max(values[i] as number, 0));
    for (let j = 0; j < n; j++) rooted[i * n + j] = root * (vectors[i * n + j] as number);
  }
  const product = timesTransposed(times(rooted, b.covariance, n), rooted, n);
  for (const value of symmetricEigenvalues(product, n)) distance -= 2 * Math.sqrt(Math.max(value, 0));
  return Math.max(distance, 0);
}

/** `a b` of square matrices. */
function times(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k] as number;
      for (let j = 0; j < n; j++) product[i * n + j] = (product[i * n + j] as number) + factor * (b[k * n + j] as number);
    }
  }
  return product;
}

/** `a b'` where it is symmetric: one half is computed, so that the result is so to the last bit. */
function timesTransposed(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (a[i * n + k] as number) * (b[j * n + k] as number);
      product[i * n + j] = sum;
      product[j * n + i] = sum;
    }
  }
  return product;
}
