import type { Curve, MetricHistory } from '../run-catalog/metric-history.js';
import type { PictureStatistics } from './picture-statistics.js';

/** What a run is judged by. */
export interface Evidence {
  readonly history: MetricHistory;
  /** Validation metric that decides, lower is better, such as `validationLoss`; undefined where nothing was held out. */
  readonly objective?: string | undefined;
  /** Pictures that a pass over the training data shows, and a step; undefined for text. */
  readonly pass?: { readonly examples: number; readonly batchSize: number } | undefined;
  /** Undefined where no pictures were compared. */
  readonly pictures?: PictureStatistics | undefined;
}

const VALIDATION = 'validation';

/** The curve of the metric that decides. */
export function validationCurve({ history, objective }: Evidence): Curve | undefined {
  return objective === undefined ? undefined : history.curves[objective];
}

/** The training loss that the deciding metric is the held-out twin of, else the one called `loss`. */
export function trainingCurve({ history, objective }: Evidence): { readonly name: string; readonly curve: Curve } | undefined {
  const twin = objective?.startsWith(VALIDATION)
    ? objective.charAt(VALIDATION.length).toLowerCase() + objective.slice(VALIDATION.length + 1)
    : undefined;
  for (const name of [twin, 'loss']) {
    const curve = name === undefined ? undefined : history.curves[name];
    if (name !== undefined && curve !== undefined) return { name, curve };
  }
  return undefined;
}

/** The part of a curve whose steps lie in `from` to `to`, both included. */
export function between({ steps, values }: Curve, from: number, to: number): number[] {
  return values.filter((_, index) => (steps[index] as number) >= from && (steps[index] as number) <= to);
}

/** Reads as a person would write it: four significant digits. */
export function figure(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

/** `validationLoss` as words: `validation loss`. */
export function words(metric: string): string {
  return metric.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** 0.123 as `12 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
