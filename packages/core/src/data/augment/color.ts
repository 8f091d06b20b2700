import type { Augmentation } from './float-picture.js';
import { toRange } from './to-range.js';

/**
 * Changes brightness, contrast and (of RGB) saturation, each by up to the strength: added, and as a factor about the mean of
 * the picture and about the grey of each pixel.
 *
 * @see Zhao et al., "Differentiable Augmentation for Data-Efficient GAN Training", 2020, arXiv 2006.10738, appendix A
 */
export const color: Augmentation = (picture, strength, random) => {
  if (strength === 0) return picture;
  const { channels, data } = picture;
  const [brightness = 0, contrast = 0, saturation = 0] = random.uniform(3).map((draw) => (2 * draw - 1) * strength);
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const out = new Float32Array(data.length);
  for (let from = 0; from < data.length; from += channels) {
    let grey = 0;
    for (let c = 0; c < channels; c++) grey += (data[from + c] as number) / channels;
    for (let c = 0; c < channels; c++) {
      const saturated = grey + ((data[from + c] as number) - grey) * (1 + saturation);
      out[from + c] = toRange(mean + (saturated - mean) * (1 + contrast) + brightness);
    }
  }
  return { ...picture, data: out };
};
