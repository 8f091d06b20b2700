import type { RandomStream } from '@aigc/plugin-api';
import { type Codes, type FittedMixture, fitMixture } from './fit-mixture.js';

/** Candidates are tried in this order as long as they get better. */
const CANDIDATES = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** A fit that was tried. */
export interface TriedFit {
  readonly components: number;
  readonly bic: number;
}

/**
 * Fits mixtures of 1, 2, 4 ... components until the Bayesian information criterion rises, and keeps the best.
 *
 * @see Schwarz 1978, Estimating the dimension of a model
 */
export function* chooseComponents(codes: Codes, random: RandomStream): Generator<TriedFit, FittedMixture> {
  let best: FittedMixture | undefined;
  for (const components of CANDIDATES.filter((k) => k <= codes.count)) {
    const fit = fitMixture(codes, components, random.fork(String(components)));
    yield { components, bic: fit.bic };
    if (best !== undefined && fit.bic >= best.bic) break;
    best = fit;
  }
  return best as FittedMixture;
}
