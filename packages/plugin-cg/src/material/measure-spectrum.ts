import { OCTAVES, octaveWeights } from './relief-gains.js';
import { type Spectrum, visitFrequencies } from './spectrum.js';

/** What the spectrum of a luminance plane says about the picture. */
export interface SpectrumMeasures {
  /** Standard deviation of the plane. */
  readonly spread: number;
  /** Standard deviation in octaves 2 to 4: the scale of bumps and grooves, free of grain and of large stains. */
  readonly reliefSpread: number;
  /** 0 to 1: how far the picture looks like one surface lit from above. */
  readonly lightFromAbove: number;
}

const RELIEF_OCTAVES = [1, 2, 3];
const LIGHT_OCTAVES = [1, 2, 3, 4];
/** Where the score of lightFromAbove begins and ends to count. Lit surfaces measure 0.35 to 0.4, all others below 0.15. */
const LIGHT_RANGE = [0.15, 0.3] as const;

/**
 * Measures spread and light.
 *
 * A surface without a preferred direction, lit from above, has a spectrum proportional to sin² of the angle from the
 * horizontal: its second angular moment is 0.5 and its fourth 0. Grain, planks and grids, which run across the picture
 * too, have a fourth moment as large as the second. The score is the difference of the two.
 *
 * @see Pentland, "Linear Shape from Shading", IJCV 4, 1990
 */
export function measureSpectrum(spectrum: Spectrum): SpectrumMeasures {
  const power = new Float64Array(OCTAVES);
  const second = new Float64Array(OCTAVES);
  const fourth = new Float64Array(OCTAVES);
  let total = 0;
  visitFrequencies(spectrum, (index, x, y) => {
    const square = x * x + y * y;
    if (square === 0) return;
    // Coefficients that are not stored are the conjugates of these.
    const count = x === 0 || x === 0.5 ? 1 : 2;
    const energy = count * (spectrum.re[index]! ** 2 + spectrum.im[index]! ** 2);
    const cos2 = (x * x - y * y) / square;
    const [band, weight] = octaveWeights(Math.sqrt(square));
    total += energy;
    for (const [octave, share] of [
      [band, weight],
      [band + 1, 1 - weight],
    ] as const) {
      if (share === 0) continue;
      const part = energy * share * share;
      power[octave]! += part;
      second[octave]! -= part * cos2;
      fourth[octave]! += part * (2 * cos2 * cos2 - 1);
    }
  });
  const pixels = spectrum.width * spectrum.height;
  const light = LIGHT_OCTAVES.map((octave) => (power[octave]! > 0 ? (second[octave]! - fourth[octave]!) / power[octave]! : 0));
  const score = light.reduce((sum, value) => sum + value, 0) / light.length;
  return {
    spread: Math.sqrt(total) / pixels,
    reliefSpread: Math.sqrt(RELIEF_OCTAVES.reduce((sum, octave) => sum + power[octave]!, 0)) / pixels,
    lightFromAbove: Math.min(1, Math.max(0, (score - LIGHT_RANGE[0]) / (LIGHT_RANGE[1] - LIGHT_RANGE[0]))),
  };
}
