import { randomStream } from '../random/random-stream.js';
import { classBalance } from './class-balance.js';
import type { CollectedFeatures } from './collect-features.js';
import type { Judgement } from './evaluation.js';
import type { Extractor } from './extractors/extractor.js';
import { type FeatureMatrix, firstRows } from './feature-matrix.js';
import { frechetDistance, type GaussianStatistics, gaussianStatistics } from './frechet-distance.js';
import { kernelDistance } from './kernel-distance.js';
import { median, nearestNeighbours } from './nearest-neighbour.js';
import { type Manifold, manifoldOf, precisionRecall } from './precision-recall.js';

/** The pictures that others are compared with. */
export interface Reference {
  readonly features: FeatureMatrix;
  readonly statistics: GaussianStatistics;
  /** Of its first rows. */
  readonly manifold: Manifold;
}

/** Rows of each side that precision and recall compare: their cost grows with the square. */
const MANIFOLD_ROWS = 5000;
const NEAREST_ROWS = 1000;
const KERNEL_SUBSETS = 50;
const KERNEL_ROWS = 500;

/** What is needed of the pictures that others are compared with. */
export function referenceOf(features: FeatureMatrix): Reference {
  return { features, statistics: gaussianStatistics(features), manifold: manifoldOf(firstRows(features, MANIFOLD_ROWS)) };
}

/** Compares the features of some pictures with the reference. */
export function judgeFeatures(
  { features, probabilities }: CollectedFeatures,
  reference: Reference,
  extractor: Extractor,
): Judgement {
  const random = randomStream(0).fork('kernel distance');
  return {
    count: features.count,
    frechetDistance: frechetDistance(reference.statistics, gaussianStatistics(features)),
    kernelDistance: kernelDistance(reference.features, features, { subsets: KERNEL_SUBSETS, subsetSize: KERNEL_ROWS, random }),
    ...precisionRecall(reference.manifold, manifoldOf(firstRows(features, MANIFOLD_ROWS))),
    nearestDistance: median(nearestNeighbours(firstRows(features, NEAREST_ROWS), reference.features).distances),
    classes: probabilities === undefined ? null : classBalance(probabilities, extractor.classes),
  };
}
