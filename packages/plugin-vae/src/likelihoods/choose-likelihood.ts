import { bernoulli } from './bernoulli.js';
import { discretisedLogistic } from './discretised-logistic.js';
import { gaussian } from './gaussian.js';
import type { Likelihood, LikelihoodName } from './likelihood.js';

const LIKELIHOODS: { readonly [name in LikelihoodName]: Likelihood } = { bernoulli, gaussian, logistic: discretisedLogistic };

/** The likelihood that a configuration names; else `bernoulli` for grey pictures and `logistic` for colour. */
export function chooseLikelihood({
  likelihood,
  channels,
}: {
  likelihood?: LikelihoodName | undefined;
  channels: 1 | 3;
}): Likelihood {
  return LIKELIHOODS[likelihood ?? defaultLikelihood(channels)];
}

/** What is learnt where nobody chose: grey pictures are taken for black and white, colour for 256 levels. */
export function defaultLikelihood(channels: 1 | 3): LikelihoodName {
  return channels === 1 ? 'bernoulli' : 'logistic';
}
