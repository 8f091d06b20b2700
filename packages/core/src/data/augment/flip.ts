import type { Augmentation, FloatPicture } from './float-picture.js';

/** Mirrors left and right; the strength is how likely that is. */
export const flip: Augmentation = (picture, strength, random) =>
  (random.uniform(1)[0] as number) < strength ? mirrored(picture) : picture;

/** The picture with left and right swapped. */
export function mirrored(picture: FloatPicture): FloatPicture {
  const { width, height, channels, data } = picture;
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const to = (y * width + (width - 1 - x)) * channels;
      for (let c = 0; c < channels; c++) out[to + c] = data[from + c] as number;
    }
  }
  return { ...picture, data: out };
}
