import type { RandomStream } from '@aigc/plugin-api';
import { eachRowOfProducts, type FeatureMatrix, takeRows } from './feature-matrix.js';

/** How the kernel distance is estimated. */
export interface KernelDistanceOptions {
  readonly subsets: number;
  /** Rows of each side in a subset; all rows where there are fewer. */
  readonly subsetSize: number;
  /** Chooses the subsets. */
  readonly random: RandomStream;
}

/** Mean over subsets, and the standard error of that mean. */
export interface KernelDistance {
  readonly mean: number;
  readonly standardError: number;
}

/**
 * Kernel distance: the unbiased estimate of the squared maximum mean discrepancy with the kernel `(x'y / D + 1)^3`, averaged over
 * random subsets. It may be slightly negative where the two sides do not differ.
 *
 * @see Bińkowski et al. 2018, arXiv 1801.01401, equations 3 and 4
 */
export function kernelDistance(a: FeatureMatrix, b: FeatureMatrix, options: KernelDistanceOptions): KernelDistance {
  const { subsets, random } = options;
  const size = Math.min(options.subsetSize, a.count, b.count);
  const values = Array.from({ length: subsets }, (_, i) => {
    const chosen = (name: string, from: FeatureMatrix): FeatureMatrix =>
      takeRows(from, random.fork(name).at(i).permutation(from.count).subarray(0, size));
    return squaredDiscrepancy(chosen('left', a), chosen('right', b));
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / subsets;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(subsets - 1, 1);
  return { mean, standardError: Math.sqrt(variance / subsets) };
}

/** `sum_(i != j) k(x_i, x_j) / (m (m - 1)) + the same of y - 2 mean k(x_i, y_j)`; at least two rows each. */
export function squaredDiscrepancy(x: FeatureMatrix, y: FeatureMatrix): number {
  return kernelMean(x, x, true) + kernelMean(y, y, true) - 2 * kernelMean(x, y, false);
}

function kernelMean(x: FeatureMatrix, y: FeatureMatrix, isWithoutDiagonal: boolean): number {
  let sum = 0;
  eachRowOfProducts(x, y, (i, products) => {
    for (let j = 0; j < products.length; j++) {
      const base = (products[j] as number) / x.size + 1;
      if (!isWithoutDiagonal || i !== j) sum += base * base * base;
    }
  });
  return sum / (isWithoutDiagonal ? x.count * (x.count - 1) : x.count * y.count);
}
