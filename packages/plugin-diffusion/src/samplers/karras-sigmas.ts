/** Where noise levels begin and end. */
export interface SigmaRange {
  readonly sigmaMin: number;
  readonly sigmaMax: number;
}

/** Spends more levels at low noise, where details are decided. */
const RHO = 7;

/**
 * `count` noise levels from `sigmaMax` down to `sigmaMin`, evenly spaced in `sigma^(1 / rho)`.
 *
 * @see Karras et al. 2022, arXiv 2206.00364, equation 5
 */
export function karrasSigmas(count: number, { sigmaMin, sigmaMax }: SigmaRange): number[] {
  const [low, high] = [sigmaMin ** (1 / RHO), sigmaMax ** (1 / RHO)];
  return Array.from({ length: count }, (_, i) => (high + (i / Math.max(count - 1, 1)) * (low - high)) ** RHO);
}
