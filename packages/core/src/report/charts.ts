import type { Curve, MetricHistory } from '../run-catalog/metric-history.js';
import type { ChartData, SeriesData } from './page/page-data.js';
import { thinCurve } from './thin-curve.js';

/** A run's curves under the name that tells it from others; none where it stands alone. */
export interface ChartedRun {
  readonly label: string | undefined;
  readonly history: MetricHistory;
}

const VALIDATION = 'validation';
// A curve that falls further than this hides everything after its first steps on a linear axis.
const LOGARITHMIC_RANGE = 4;
// What tells most comes first; all else in the order it was measured.
const ORDER: readonly RegExp[] = [/^loss$/i, /loss/i, /divergence|reconstruction/i];
const LAST: readonly RegExp[] = [/learningRate/i, /gradientNorm/i, /perSecond$/i, /wait/i];

/** One chart for each metric; a metric and its held-out twin share one, and so do the two losses of a game. */
export function chartsOf(runs: readonly ChartedRun[]): ChartData[] {
  const names = [...new Set(runs.flatMap(({ history }) => Object.keys(history.curves)))];
  const groups = new Map<string, string[]>();
  for (const name of names) groups.set(groupOf(name), [...(groups.get(groupOf(name)) ?? []), name]);
  const titles = [...groups.keys()].sort((a, b) => rank(a) - rank(b));
  return titles.map((title, index) => {
    const series = (groups.get(title) as string[]).flatMap((name) =>
      runs.flatMap((run) => seriesOf(name, run, groups.get(title) as string[])),
    );
    return { id: `chart-${index}`, title, isLogarithmic: isWide(series), series };
  });
}

/** A camel-case name as words: `Learning rate`. */
export function metricTitle(name: string): string {
  const text = name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function groupOf(name: string): string {
  if (/^(discriminator|generator)Loss$/.test(name)) return 'Adversarial losses';
  if (/^(real|fake)Accuracy$/.test(name)) return 'Accuracy of the discriminator';
  const twin = name.startsWith(VALIDATION) && name.length > VALIDATION.length ? name.slice(VALIDATION.length) : name;
  return metricTitle(twin);
}

function seriesOf(name: string, { label, history }: ChartedRun, group: readonly string[]): SeriesData[] {
  const curve: Curve | undefined = history.curves[name];
  if (curve === undefined) return [];
  const part = group.length === 1 ? '' : partOf(name);
  return [
    thinCurve(
      [label, part].filter((word) => word !== undefined && word !== '').join(', ') || metricTitle(name),
      curve,
      history.lastStep,
    ),
  ];
}

function partOf(name: string): string {
  if (name.startsWith(VALIDATION)) return 'validation';
  return /^(discriminator|generator|real|fake)/.exec(name)?.[0] ?? 'training';
}

function rank(title: string): number {
  const first = ORDER.findIndex((pattern) => pattern.test(title));
  if (first >= 0) return first;
  const last = LAST.findIndex((pattern) => pattern.test(title.replaceAll(' ', '')));
  return ORDER.length + 1 + last;
}

function isWide(series: readonly SeriesData[]): boolean {
  const means = series.flatMap(({ means: values }) => values);
  const low = Math.min(...means);
  return low > 0 && Math.max(...means) / low > LOGARITHMIC_RANGE;
}
