import type { Augmentation } from './float-picture.js';

/**
 * Covers a square with middle grey; the strength is its side as a share of the picture's. Its centre lies anywhere in the
 * picture, so that it may hang over the border.
 *
 * @see DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017, arXiv 1708.04552
 */
export const cutout: Augmentation = (picture, strength, random) => {
  const { width, height, channels, data } = picture;
  const [across = 0, down = 0] = random.uniform(2);
  const [wide, high] = [Math.round(strength * width), Math.round(strength * height)];
  if (wide === 0 || high === 0) return picture;
  const left = Math.floor(across * width) - Math.floor(wide / 2);
  const top = Math.floor(down * height) - Math.floor(high / 2);
  const out = data.slice();
  for (let y = Math.max(0, top); y < Math.min(height, top + high); y++) {
    const from = (y * width + Math.max(0, left)) * channels;
    out.fill(0, from, (y * width + Math.min(width, left + wide)) * channels);
  }
  return { ...picture, data: out };
};
