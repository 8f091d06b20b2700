/** A mixture of diagonal normal distributions; row `i` belongs to component `i`. */
export interface Mixture {
  /** Positive, of sum 1. */
  readonly weights: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly standardDeviations: readonly (readonly number[])[];
}
