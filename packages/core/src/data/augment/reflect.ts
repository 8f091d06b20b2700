/** Index of a pixel outside of `0 ... count - 1` as its mirror image inside; the border pixel is not repeated. */
export function reflect(index: number, count: number): number {
  if (index >= 0 && index < count) return index;
  if (count === 1) return 0;
  const period = 2 * (count - 1);
  const within = ((index % period) + period) % period;
  return within < count ? within : period - within;
}
