import type { Augmentation } from './float-picture.js';
import { warp } from './warp.js';

/** Zooms about the middle by up to `1 + strength` in and out, each factor as likely as its inverse. */
export const scale: Augmentation = (picture, strength, random) => {
  const factor = (1 + strength) ** (2 * (random.uniform(1)[0] as number) - 1);
  return factor === 1 ? picture : warp(picture, [1 / factor, 0, 0, 1 / factor]);
};
