import type { Plane } from './plane.js';

/** The best split of a picture into dark and bright. */
export interface TwoTone {
  /** Luminance between the two tones. */
  readonly threshold: number;
  /** Mean luminance of each side. */
  readonly dark: number;
  readonly bright: number;
  /** Share of the variance that the split explains: 0.64 for a normal distribution, 0.75 for a uniform one, 1 for two tones. */
  readonly explained: number;
}

const BINS = 256;

/**
 * Splits luminance into two tones so that they explain most of its variance.
 *
 * @see Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979
 */
export function splitTones(luminance: Plane): TwoTone {
  const counts = new Float64Array(BINS);
  for (const value of luminance.data) counts[Math.min(BINS - 1, Math.max(0, Math.round(value * (BINS - 1))))]! += 1;
  const level = (bin: number) => bin / (BINS - 1);
  const count = luminance.data.length;
  const total = counts.reduce((sum, n, bin) => sum + n * level(bin), 0);
  const squares = counts.reduce((sum, n, bin) => sum + n * level(bin) ** 2, 0);
  const variance = squares / count - (total / count) ** 2;
  let best = { between: 0, dark: total / count, bright: total / count };
  for (let bin = 0, below = 0, sum = 0; bin < BINS - 1; bin++) {
    below += counts[bin]!;
    sum += counts[bin]! * level(bin);
    if (below === 0 || below === count) continue;
    const dark = sum / below;
    const bright = (total - sum) / (count - below);
    const between = (below / count) * (1 - below / count) * (bright - dark) ** 2;
    if (between > best.between) best = { between, dark, bright };
  }
  const { between, dark, bright } = best;
  return { threshold: (dark + bright) / 2, dark, bright, explained: variance > 1e-12 ? between / variance : 0 };
}
