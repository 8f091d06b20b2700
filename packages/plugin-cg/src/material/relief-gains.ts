// The constants that turn luminance into height, and what they were fitted to: 28 materials by game artists, 256 to 512 px.

/**
 * Height in pixels per unit of luminance where dark is low; luminance is measured in its own standard deviation over octaves
 * 2 to 4. It makes the mean angle to the artists' normals least; fits by octave all came out between 0.16 and 0.24.
 */
export const DEPTH_GAIN = 0.2;

/**
 * Slope per standard deviation of luminance in each octave, finest first, where the picture is a surface lit from above.
 * Least squares on each of the two such materials gave these within a fifth.
 */
export const SHADING_GAINS: readonly number[] = [0.2, 0.4, 0.4, 0.4, 0.5, 0.2];

/** Noise to signal of the shading inverse: how far waves that run across the light are trusted. */
export const SHADING_NOISE = 0.2;

/** Luminance spread (of 1) below which a picture counts as plain. */
export const PLAIN_SPREAD = 0.01;

/** Octave bands, centred at 3/8, 3/16 ... 3/256 cycles per pixel; the first and the last are open. */
export const OCTAVES = SHADING_GAINS.length;

/** The band at a frequency in cycles per pixel and its weight; the next coarser one has the rest. */
export function octaveWeights(frequency: number): readonly [band: number, weight: number] {
  const position = Math.log2(3 / 8 / frequency);
  if (position <= 0) return [0, 1];
  if (position >= OCTAVES - 1) return [OCTAVES - 1, 1];
  const band = Math.floor(position);
  return [band, 1 - (position - band)];
}

/** The shading gain, interpolated at a frequency in cycles per pixel. */
export function shadingGain(frequency: number): number {
  const [band, weight] = octaveWeights(frequency);
  return weight * SHADING_GAINS[band]! + (1 - weight) * (SHADING_GAINS[band + 1] ?? 0);
}
