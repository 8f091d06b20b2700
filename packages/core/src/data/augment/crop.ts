import type { Augmentation } from './float-picture.js';
import { reflect } from './reflect.js';

/** Shifts by whole pixels, what is missing mirrored in; the strength is the largest shift as a share of the side. */
export const crop: Augmentation = (picture, strength, random) => {
  const { width, height, channels, data } = picture;
  const [across = 0, down = 0] = random.uniform(2);
  const shift = (draw: number, side: number): number => {
    const most = Math.round(strength * side);
    return Math.floor(draw * (2 * most + 1)) - most;
  };
  const [dx, dy] = [shift(across, width), shift(down, height)];
  if (dx === 0 && dy === 0) return picture;
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    const row = reflect(y + dy, height) * width;
    for (let x = 0; x < width; x++) {
      const from = (row + reflect(x + dx, width)) * channels;
      const to = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) out[to + c] = data[from + c] as number;
    }
  }
  return { ...picture, data: out };
};
