import type { Image } from '@aigc/media/image';
import { type PictureVector, pictureDistance, pictureVectors } from './picture-vectors.js';
import { median } from './robust-statistics.js';

/** Pictures to compare; none of them with alpha. */
export interface ComparedPictures {
  /** What the model drew, best from 64 seeds or more. */
  readonly samples: readonly Image[];
  /** What it learnt from; all of it, or a few thousand at random. */
  readonly training: readonly Image[];
  /** What was held out; may be empty. */
  readonly heldOut?: readonly Image[] | undefined;
}

/** How samples lie among themselves and among the training pictures. */
export interface PictureStatistics {
  /** Samples that were compared. */
  readonly count: number;
  /** Mean distance of two samples over that of two training pictures: 1 is as varied. */
  readonly spread: number;
  /** Median distance of a sample to the nearest other one, over the same of as many training pictures. */
  readonly separation: number;
  /** Share of samples that copy a training picture, 0 to 1. */
  readonly copies: number;
  /** The same of held-out pictures: what likeness within the data explains. Undefined without them. */
  readonly heldOutCopies: number | undefined;
  /** Index of the nearest training picture of each sample. */
  readonly nearest: readonly number[];
}

// A copy is three times as near to one training picture as to the second nearest (Yoon et al. 2023), which tells it from a
// blurred picture, near to many; or so near that rounding explains the rest.
const COPY_RATIO = 1 / 3;
const ROUNDING = 2 / 255;

/**
 * Compares samples with training pictures at low resolution. Undefined with fewer than two of either.
 *
 * @see Yoon et al. 2023, Diffusion Probabilistic Models Generalize when They Fail to Memorize
 */
export function comparePictures({ samples, training, heldOut = [] }: ComparedPictures): PictureStatistics | undefined {
  if (samples.length < 2 || training.length < 2) return undefined;
  const drawn = pictureVectors(samples);
  const learnt = pictureVectors(training);
  // as many as there are samples: the more points, the nearer the nearest
  const reference = evenlySpaced(learnt, drawn.length);
  const neighbours = drawn.map((vector) => neighboursOf(vector, learnt));
  const held = pictureVectors(heldOut).map((vector) => neighboursOf(vector, learnt));
  return {
    count: drawn.length,
    spread: meanDistance(drawn) / meanDistance(reference),
    separation: medianSeparation(drawn) / medianSeparation(reference),
    copies: copyShare(neighbours),
    heldOutCopies: held.length === 0 ? undefined : copyShare(held),
    nearest: neighbours.map(({ index }) => index),
  };
}

interface Neighbours {
  /** Of the nearest. */
  readonly index: number;
  readonly nearest: number;
  readonly second: number;
}

function neighboursOf(vector: PictureVector, others: readonly PictureVector[]): Neighbours {
  let found: Neighbours = { index: -1, nearest: Number.POSITIVE_INFINITY, second: Number.POSITIVE_INFINITY };
  others.forEach((other, index) => {
    const distance = pictureDistance(vector, other);
    if (distance < found.nearest) found = { index, nearest: distance, second: found.nearest };
    else if (distance < found.second) found = { ...found, second: distance };
  });
  return found;
}

function copyShare(neighbours: readonly Neighbours[]): number {
  const copies = neighbours.filter(({ nearest, second }) => nearest < ROUNDING || nearest < COPY_RATIO * second);
  return copies.length / neighbours.length;
}

function meanDistance(vectors: readonly PictureVector[]): number {
  let sum = 0;
  vectors.forEach((a, i) => {
    for (const b of vectors.slice(i + 1)) sum += pictureDistance(a, b);
  });
  return sum / ((vectors.length * (vectors.length - 1)) / 2);
}

function medianSeparation(vectors: readonly PictureVector[]): number {
  return median(
    vectors.map(
      (vector, i) =>
        neighboursOf(
          vector,
          vectors.filter((_, j) => j !== i),
        ).nearest,
    ),
  );
}

function evenlySpaced<T>(items: readonly T[], count: number): T[] {
  const taken = Math.min(count, items.length);
  return Array.from({ length: taken }, (_, i) => items[Math.floor((i * items.length) / taken)] as T);
}
