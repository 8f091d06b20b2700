import type { Named } from '@aigc/plugin-api';
import type { Curve, MetricHistory } from './metric-history.js';

/** One measurement. */
export interface Measurement {
  readonly step: number;
  readonly value: number;
}

/** A metric in two measurements. */
export interface MetricSummary {
  readonly last: Measurement;
  /** The lowest; of rates and scores, the highest. */
  readonly best: Measurement;
}

const HIGHER_IS_BETTER = /(PerSecond|accuracy|precision|recall|psnr|ssim)$/i;

/** Is more better, as with speed and scores? Losses and distances, and what nobody knows, are better when lower. */
export function isHigherBetter(metric: string): boolean {
  return HIGHER_IS_BETTER.test(metric);
}

const LOWER_IS_BETTER = /(loss|error|perplexity|bits|nats|distance)/i;
const ADVERSARIAL = /^(discriminator|generator|critic|real|fake)/;

/** Does a metric have a good and a bad end? Learning rates, norms and divergences have none, nor have the losses of a game. */
export function isRanked(metric: string): boolean {
  return (isHigherBetter(metric) || LOWER_IS_BETTER.test(metric)) && !ADVERSARIAL.test(metric);
}

/** The last and the best measurement of each metric. */
export function summarizeMetrics({ curves }: MetricHistory): Named<MetricSummary> {
  const summaries: { [name: string]: MetricSummary } = {};
  for (const [name, curve] of Object.entries(curves)) {
    const last = measurementAt(curve, curve.steps.length - 1);
    summaries[name] = { last, best: bestOf(curve, isHigherBetter(name) ? 1 : -1) };
  }
  return summaries;
}

function bestOf(curve: Curve, sign: 1 | -1): Measurement {
  let best = 0;
  curve.values.forEach((value, index) => {
    if (value * sign > (curve.values[best] as number) * sign) best = index;
  });
  return measurementAt(curve, best);
}

function measurementAt({ steps, values }: Curve, index: number): Measurement {
  return { step: steps[index] as number, value: values[index] as number };
}
