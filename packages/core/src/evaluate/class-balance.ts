import { mostLikely } from './classifier/train-classifier.js';

/** What a classifier sees in some pictures. */
export interface ClassBalance {
  /** Mean probability of the likeliest class, 0 to 1. */
  readonly confidence: number;
  /** Share of pictures of each class, by name. */
  readonly shares: { readonly [className: string]: number };
  /** The largest share divided by the smallest; null where a class is missing. */
  readonly ratio: number | null;
}

/** Confidence and balance of the likeliest classes. @param probabilities float32 `[count, classes]` */
export function classBalance(probabilities: Float32Array, classes: readonly string[]): ClassBalance {
  const count = probabilities.length / classes.length;
  const counts = new Array<number>(classes.length).fill(0);
  let confidence = 0;
  for (let row = 0; row < count; row++) {
    const best = mostLikely(probabilities, row, classes.length);
    counts[best] = (counts[best] as number) + 1;
    confidence += (probabilities[row * classes.length + best] as number) / count;
  }
  const shares = Object.fromEntries(classes.map((name, i) => [name, (counts[i] as number) / count]));
  const least = Math.min(...counts);
  return { confidence, shares, ratio: least === 0 ? null : Math.max(...counts) / least };
}
