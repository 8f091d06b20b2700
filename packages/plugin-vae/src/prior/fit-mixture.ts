// Expectation-maximisation for a mixture of diagonal normal distributions: Dempster, Laird and Rubin 1977; Bishop 2006, equations
// 9.23 to 9.27, with k-means++ seeding (Arthur and Vassilvitskii 2007).
import type { RandomStream } from '@aigc/plugin-api';
import type { Mixture } from './mixture.js';
import { seedMeans } from './seed-means.js';

/** Points to fit, float32 `[count, size]`. */
export interface Codes {
  readonly data: Float32Array;
  readonly count: number;
  readonly size: number;
}

/** A fitted mixture and how well it fits. */
export interface FittedMixture extends Mixture {
  /** Mean log-density of the points, in nats. */
  readonly logLikelihood: number;
  /** Bayesian information criterion, `parameters log N - 2 log L`; lower is better. */
  readonly bic: number;
  readonly iterations: number;
}

const MAX_ITERATIONS = 200;
/** Nats a point that an iteration must gain to be followed by another. */
const LEAST_GAIN = 1e-3;
/** Least variance of a component, as a share of the variance of all points: no component shrinks to one of them. */
const LEAST_VARIANCE = 1e-3;
/** For a dimension in which the points do not differ. */
const SMALLEST_VARIANCE = 1e-12;

interface Components {
  readonly k: number;
  /** Logarithms of the weights, `[k]`. */
  readonly logWeights: Float64Array;
  /** `[k, size]` each. */
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** Fits a mixture of `k` components; the same stream gives the same one. */
export function fitMixture(codes: Codes, k: number, random: RandomStream): FittedMixture {
  const { count, size } = codes;
  const overall = varianceOf(codes);
  const least = overall.map((variance) => Math.max(variance * LEAST_VARIANCE, SMALLEST_VARIANCE));
  let components: Components = {
    k,
    logWeights: new Float64Array(k).fill(-Math.log(k)),
    means: seedMeans(codes, k, random),
    variances: Float64Array.from({ length: k * size }, (_, i) => Math.max(overall[i % size] as number, SMALLEST_VARIANCE)),
  };
  const responsibilities = new Float64Array(count * k);
  let logLikelihood = expectation(codes, components, responsibilities);
  let iterations = 0;
  while (iterations < MAX_ITERATIONS) {
    components = maximisation(codes, k, responsibilities, least);
    const next = expectation(codes, components, responsibilities);
    iterations++;
    const gain = next - logLikelihood;
    logLikelihood = next;
    if (gain < LEAST_GAIN) break;
  }
  const parameters = k - 1 + 2 * k * size;
  const rows = (values: Float64Array, of: (value: number) => number): number[][] =>
    Array.from({ length: k }, (_, c) => Array.from(values.subarray(c * size, (c + 1) * size), of));
  return {
    weights: Array.from(components.logWeights, Math.exp),
    means: rows(components.means, Number),
    standardDeviations: rows(components.variances, Math.sqrt),
    logLikelihood,
    bic: parameters * Math.log(count) - 2 * logLikelihood * count,
    iterations,
  };
}

/** E step: fills in each component's share of each point, `[count, k]`, and returns the mean log-density. */
function expectation(
  { data, count, size }: Codes,
  { k, logWeights, means, variances }: Components,
  shares: Float64Array,
): number {
  const precisions = variances.map((variance) => 1 / variance);
  const constants = Float64Array.from({ length: k }, (_, c) => {
    let sum = size * Math.log(2 * Math.PI);
    for (let d = c * size; d < (c + 1) * size; d++) sum += Math.log(variances[d] as number);
    return (logWeights[c] as number) - 0.5 * sum;
  });
  let total = 0;
  for (let i = 0; i < count; i++) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < k; c++) {
      let squares = 0;
      for (let d = 0; d < size; d++) {
        const difference = (data[i * size + d] as number) - (means[c * size + d] as number);
        squares += difference * difference * (precisions[c * size + d] as number);
      }
      const logDensity = (constants[c] as number) - 0.5 * squares;
      shares[i * k + c] = logDensity;
      if (logDensity > highest) highest = logDensity;
    }
    let sum = 0;
    for (let c = 0; c < k; c++) sum += Math.exp((shares[i * k + c] as number) - highest);
    const logSum = highest + Math.log(sum);
    for (let c = 0; c < k; c++) shares[i * k + c] = Math.exp((shares[i * k + c] as number) - logSum);
    total += logSum;
  }
  return total / count;
}

/** M step: weights, means and variances that the shares give. */
function maximisation({ data, count, size }: Codes, k: number, shares: Float64Array, least: Float64Array): Components {
  const [sums, means, variances] = [new Float64Array(k), new Float64Array(k * size), new Float64Array(k * size)];
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < k; c++) {
      const share = shares[i * k + c] as number;
      if (share < 1e-12) continue;
      sums[c] = (sums[c] as number) + share;
      for (let d = 0; d < size; d++) {
        const [at, x] = [c * size + d, data[i * size + d] as number];
        means[at] = (means[at] as number) + share * x;
        variances[at] = (variances[at] as number) + share * x * x;
      }
    }
  }
  for (let at = 0; at < k * size; at++) {
    // a component that lost all its points stays, weightless, where it stood: at 0 with the least variance
    const sum = Math.max(sums[Math.floor(at / size)] as number, Number.MIN_VALUE);
    const mean = (means[at] as number) / sum;
    means[at] = mean;
    variances[at] = Math.max((variances[at] as number) / sum - mean * mean, least[at % size] as number);
  }
  const logWeights = sums.map((sum) => Math.log(Math.max(sum, Number.MIN_VALUE) / count));
  return { k, logWeights, means, variances };
}

function varianceOf({ data, count, size }: Codes): Float64Array {
  const [mean, variance] = [new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < data.length; i++) mean[i % size] = (mean[i % size] as number) + (data[i] as number) / count;
  for (let i = 0; i < data.length; i++) {
    variance[i % size] = (variance[i % size] as number) + ((data[i] as number) - (mean[i % size] as number)) ** 2 / count;
  }
  return variance;
}
