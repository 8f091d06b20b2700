// Height of a picture of a surface: dark is low; or, where the picture is lit from above, shape from shading.
import { measureSpectrum } from './measure-spectrum.js';
import { periodicSpectrum } from './periodic-spectrum.js';
import type { Borders, Plane } from './plane.js';
import { DEPTH_GAIN, PLAIN_SPREAD, SHADING_NOISE, shadingGain } from './relief-gains.js';
import { toPlane, visitFrequencies } from './spectrum.js';

/** Height and what it was taken from. */
export interface TextureHeight {
  /** In pixels, mean 0. */
  readonly height: Plane;
  /** 0 when dark was taken as low, 1 when brightness was taken as slope towards a light above. */
  readonly lightFromAbove: number;
}

/**
 * Estimates height from luminance in [0, 1].
 *
 * With `F` the luminance's coefficients and `w` the frequency in radians a pixel, the height's are a blend of
 * `gain F / spread` and of `gain(|w|) F i wy / (wy² + noise |w|²) / spread`, the damped inverse of "brightness is the
 * slope that faces up".
 *
 * @param confidence in [0, 1], scales the first: how far brightness is thought to be depth rather than paint
 */
export function textureHeight(luminance: Plane, borders: Borders, confidence: number): TextureHeight {
  const spectrum = periodicSpectrum(luminance, borders);
  const { spread, reliefSpread, lightFromAbove } = measureSpectrum(spectrum);
  const depth = (DEPTH_GAIN * confidence * (1 - lightFromAbove)) / (reliefSpread + PLAIN_SPREAD);
  const shadingScale = lightFromAbove / (spread + PLAIN_SPREAD);
  const { re, im } = spectrum;
  visitFrequencies(spectrum, (index, x, y) => {
    const frequency = Math.hypot(x, y);
    if (frequency === 0) {
      re[index] = im[index] = 0;
      return;
    }
    // At y = 1/2 a wave and its mirror image are the same samples: it has no direction.
    const slope = Math.abs(y) === 0.5 ? 0 : shadingScale * shadingGain(frequency);
    const shading = (slope * y) / (2 * Math.PI * (y * y + SHADING_NOISE * frequency * frequency));
    const [a, b] = [re[index]!, im[index]!];
    re[index] = depth * a - shading * b;
    im[index] = depth * b + shading * a;
  });
  return { height: toPlane(spectrum), lightFromAbove };
}
