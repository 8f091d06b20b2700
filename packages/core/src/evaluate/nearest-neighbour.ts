import type { FeatureMatrix } from './feature-matrix.js';
import { eachRowOfDistances } from './precision-recall.js';

/** For each query the nearest row of a set. */
export interface NearestNeighbours {
  readonly indices: Uint32Array;
  /** Euclidean distances. */
  readonly distances: Float64Array;
}

/** Finds for each row of `queries` the nearest row of `set`. */
export function nearestNeighbours(queries: FeatureMatrix, set: FeatureMatrix): NearestNeighbours {
  const indices = new Uint32Array(queries.count);
  const distances = new Float64Array(queries.count).fill(Number.POSITIVE_INFINITY);
  eachRowOfDistances(queries, set, (i, row) => {
    for (let j = 0; j < row.length; j++) {
      if ((row[j] as number) >= (distances[i] as number)) continue;
      distances[i] = row[j] as number;
      indices[i] = j;
    }
  });
  return { indices, distances: distances.map(Math.sqrt) };
}

/** The middle of some numbers. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
