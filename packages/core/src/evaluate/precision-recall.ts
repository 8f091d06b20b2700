import { eachInnerProduct, type FeatureMatrix, squaredLengths } from './feature-matrix.js';

/** Shares from 0 to 1. */
export interface PrecisionRecall {
  /** Samples that lie where real pictures are: how many look right. */
  readonly precision: number;
  /** Real pictures that lie where samples are: how much of the variety is covered. */
  readonly recall: number;
}

/**
 * Improved precision and recall: a point counts as covered by a set when it is within the distance of some member to that
 * member's `k`-th nearest neighbour in the set.
 *
 * @param neighbours `k`; less than the rows of either side
 * @see Kynkäänniemi et al. 2019, arXiv 1904.06991, equations 1 to 3
 */
export function precisionRecall(real: FeatureMatrix, generated: FeatureMatrix, neighbours = 3): PrecisionRecall {
  const realRadii = squaredRadii(real, neighbours);
  const generatedRadii = squaredRadii(generated, neighbours);
  const isPrecise = new Uint8Array(generated.count);
  const isRecalled = new Uint8Array(real.count);
  eachSquaredDistance(real, generated, (i, j, distance) => {
    if (distance <= (realRadii[i] as number)) isPrecise[j] = 1;
    if (distance <= (generatedRadii[j] as number)) isRecalled[i] = 1;
  });
  const share = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
  return { precision: share(isPrecise), recall: share(isRecalled) };
}

/** Calls `use` with the squared distance of every row of `a` to every row of `b`. */
export function eachSquaredDistance(
  a: FeatureMatrix,
  b: FeatureMatrix,
  use: (i: number, j: number, distance: number) => void,
): void {
  const [lengthsA, lengthsB] = [squaredLengths(a), squaredLengths(b)];
  eachInnerProduct(a, b, (i, j, product) => {
    use(i, j, Math.max((lengthsA[i] as number) + (lengthsB[j] as number) - 2 * product, 0));
  });
}

/** Squared distance of each row to its `k`-th nearest other row. */
function squaredRadii(set: FeatureMatrix, k: number): Float64Array {
  const nearest = new Float64Array(set.count * k).fill(Number.POSITIVE_INFINITY);
  eachSquaredDistance(set, set, (i, j, distance) => {
    if (i !== j) insert(nearest, i * k, k, distance);
  });
  return Float64Array.from({ length: set.count }, (_, i) => nearest[i * k + k - 1] as number);
}

/** Keeps the `k` smallest values, ascending. */
function insert(sorted: Float64Array, first: number, k: number, value: number): void {
  let place = first + k - 1;
  if (value >= (sorted[place] as number)) return;
  for (; place > first && (sorted[place - 1] as number) > value; place--) sorted[place] = sorted[place - 1] as number;
  sorted[place] = value;
}
