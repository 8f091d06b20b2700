import type { Augmentation, FloatPicture } from './float-picture.js';
import { warp } from './warp.js';

/** Turns about the middle; the strength is the largest angle either way, as a share of half a turn. */
export const rotate: Augmentation = (picture, strength, random) => {
  const angle = (2 * (random.uniform(1)[0] as number) - 1) * strength * Math.PI;
  return angle === 0 ? picture : rotated(picture, angle);
};

/** The picture turned counter-clockwise by an angle in radians. */
export function rotated(picture: FloatPicture, angle: number): FloatPicture {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // y points down, and a pixel is taken from where the turn back leads
  return warp(picture, [cos, -sin, sin, cos]);
}
