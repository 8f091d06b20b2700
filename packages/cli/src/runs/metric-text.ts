import { formatMetric, formatRate } from '@aigc/cli-kit';

/** A metric's value as a person reads it; rates are whole numbers. */
export function metricText(name: string, value: number): string {
  return /PerSecond$/.test(name) ? formatRate(value) : formatMetric(value);
}
