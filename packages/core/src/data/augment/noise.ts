import type { Augmentation } from './float-picture.js';
import { toRange } from './to-range.js';

/** Adds normal noise to each value; the strength is its standard deviation, in a range of values from -1 to 1. */
export const noise: Augmentation = (picture, strength, random) => {
  if (strength === 0) return picture;
  const drawn = random.normal(picture.data.length);
  return { ...picture, data: drawn.map((value, i) => toRange((picture.data[i] as number) + strength * value)) };
};
