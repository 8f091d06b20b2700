import type { Image } from '@aigc/media/image';

/** Middle and speed of the fall from full to least confidence; concrete and wood measure below 0.2, rusty paint 0.42. */
const HALF_MIXTURE = 0.35;
const FALL = 4;
/** Never less than this: a doubtful relief is still a better guess than none. */
const LEAST = 0.5;
/** Keeps the logarithm of black finite; about 13 of 255. */
const DARK = 0.05;

/**
 * How far brightness can be read as depth, in [0.5, 1]: low where colour changes independently of brightness, as several
 * paints or materials side by side do; 1 for grey images.
 *
 * The mixture is the spread of the colour ratios log(R/G) and log(B/G) beside that of log luminance, times the part of
 * the latter that a linear function of the ratios does not explain.
 */
export function paintConfidence(image: Image): number {
  if (image.channels < 3) return 1;
  const { ratio, level, covariance, count } = moments(image);
  if (level === 0) return 1;
  // Least squares of level on the two ratios: explained = c' S^-1 c.
  const [a, b, c] = ratio;
  const [p, q] = covariance;
  const determinant = a * c - b * b;
  const explained = determinant > 1e-9 * count * count ? (c * p * p - 2 * b * p * q + a * q * q) / determinant : 0;
  const unexplained = Math.max(0, 1 - explained / level);
  const mixture = Math.sqrt((((a + c) / 2) * unexplained) / level);
  return LEAST + (1 - LEAST) / (1 + (mixture / HALF_MIXTURE) ** FALL);
}

interface Moments {
  /** Sums of squares and products about the mean: red ratio, red by blue, blue ratio. */
  readonly ratio: readonly [number, number, number];
  readonly level: number;
  /** Of level with the red and the blue ratio. */
  readonly covariance: readonly [number, number];
  readonly count: number;
}

function moments({ channels, data }: Image): Moments {
  const logarithm = Float64Array.from({ length: 256 }, (_, value) => Math.log(value / 255 + DARK));
  const count = data.length / channels;
  const sums = new Float64Array(3);
  const products = new Float64Array(6);
  for (let i = 0; i < data.length; i += channels) {
    const [red, green, blue] = [data[i]!, data[i + 1]!, data[i + 2]!];
    const r = logarithm[red]! - logarithm[green]!;
    const b = logarithm[blue]! - logarithm[green]!;
    const level = Math.log((0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 + DARK);
    sums[0]! += r;
    sums[1]! += b;
    sums[2]! += level;
    products[0]! += r * r;
    products[1]! += r * b;
    products[2]! += b * b;
    products[3]! += level * level;
    products[4]! += r * level;
    products[5]! += b * level;
  }
  const about = (product: number, first: number, second: number) => product - (first * second) / count;
  const [r, b, level] = [sums[0]!, sums[1]!, sums[2]!];
  return {
    ratio: [about(products[0]!, r, r), about(products[1]!, r, b), about(products[2]!, b, b)],
    level: Math.max(0, about(products[3]!, level, level)),
    covariance: [about(products[4]!, r, level), about(products[5]!, b, level)],
    count,
  };
}
