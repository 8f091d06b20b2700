import { eachRowOfProducts, type FeatureMatrix, squaredLengths } from './feature-matrix.js';

/** Shares from 0 to 1. */
export interface PrecisionRecall {
  /** Samples that lie where real pictures are: how many look right. */
  readonly precision: number;
  /** Real pictures that lie where samples are: how much of the variety is covered. */
  readonly recall: number;
}

/** A set of points, and how far each one covers. */
export interface Manifold {
  readonly points: FeatureMatrix;
  /** Squared distance of each point to its `k`-th nearest other one. */
  readonly squaredRadii: Float64Array;
}

/** Measures how far each point covers: to its `k`-th nearest neighbour. @param neighbours `k`, less than the points */
export function manifoldOf(points: FeatureMatrix, neighbours = 3): Manifold {
  const nearest = new Float64Array(points.count * neighbours).fill(Number.POSITIVE_INFINITY);
  eachRowOfDistances(points, points, (i, distances) => {
    for (let j = 0; j < distances.length; j++) {
      if (i !== j) insert(nearest, i * neighbours, neighbours, distances[j] as number);
    }
  });
  const squaredRadii = Float64Array.from({ length: points.count }, (_, i) => nearest[(i + 1) * neighbours - 1] as number);
  return { points, squaredRadii };
}

/**
 * Improved precision and recall: a point counts as covered by a set when it is within the radius of some member.
 *
 * @see Kynkäänniemi et al. 2019, arXiv 1904.06991, equations 1 to 3
 */
export function precisionRecall(real: Manifold, generated: Manifold): PrecisionRecall {
  const isPrecise = new Uint8Array(generated.points.count);
  const isRecalled = new Uint8Array(real.points.count);
  eachRowOfDistances(real.points, generated.points, (i, distances) => {
    const radius = real.squaredRadii[i] as number;
    for (let j = 0; j < distances.length; j++) {
      const distance = distances[j] as number;
      if (distance <= radius) isPrecise[j] = 1;
      if (distance <= (generated.squaredRadii[j] as number)) isRecalled[i] = 1;
    }
  });
  const share = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
  return { precision: share(isPrecise), recall: share(isRecalled) };
}

/** Squared distances of each row of `a` to all rows of `b`, as `eachRowOfProducts` gives products. */
export function eachRowOfDistances(
  a: FeatureMatrix,
  b: FeatureMatrix,
  use: (row: number, distances: Float64Array) => void,
): void {
  const [lengthsA, lengthsB] = [squaredLengths(a), squaredLengths(b)];
  eachRowOfProducts(a, b, (i, products) => {
    const length = lengthsA[i] as number;
    for (let j = 0; j < products.length; j++) {
      products[j] = Math.max(length + (lengthsB[j] as number) - 2 * (products[j] as number), 0);
    }
    use(i, products);
  });
}

/** Keeps the `k` smallest values, ascending. */
function insert(sorted: Float64Array, first: number, k: number, value: number): void {
  let place = first + k - 1;
  if (value >= (sorted[place] as number)) return;
  for (; place > first && (sorted[place - 1] as number) > value; place--) sorted[place] = sorted[place - 1] as number;
  sorted[place] = value;
}
