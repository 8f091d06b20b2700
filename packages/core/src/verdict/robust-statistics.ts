// A normal distribution's standard deviation over its median absolute deviation.
const MAD_TO_SIGMA = 1.4826;

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** Standard deviation of the bulk of values, whatever a few of them do. */
export function robustSigma(values: readonly number[]): number {
  const centre = median(values);
  return MAD_TO_SIGMA * median(values.map((value) => Math.abs(value - centre)));
}

/**
 * Standard deviation of the noise on a curve, whatever its slope and its bend: second differences hold little else, and have
 * six times the variance of the noise.
 *
 * 0 of fewer than four values.
 */
export function curveNoise(values: readonly number[]): number {
  if (values.length < 4) return 0;
  const bends = values.slice(2).map((value, i) => value - 2 * (values[i + 1] as number) + (values[i] as number));
  return robustSigma(bends) / Math.sqrt(6);
}

/** Each value replaced by the median of itself and its two neighbours: single outliers vanish, edges stay; so do the ends. */
export function medianOfThree(values: readonly number[]): number[] {
  return values.map((value, index) => {
    const isEnd = index === 0 || index === values.length - 1;
    return isEnd ? value : median(values.slice(index - 1, index + 2));
  });
}

/** The median over the last `share` (0 to 1) of the values, of one at least. */
export function endLevel(values: readonly number[], share: number): number {
  return median(values.slice(-Math.max(1, Math.round(values.length * share))));
}
