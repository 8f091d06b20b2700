import { fitEnd, formatCount, printable, sparkline } from '@aigc/cli-kit';
import { type ComparedSetting, isRanked, type ListedRun, type Measurement, type MetricSummary } from '@aigc/core';
import { metricText } from './metric-text.js';
import { type LineStyle, verdictLines } from './show-lines.js';
import { tableLines } from './text-table.js';

const MAX_NAME = 24;
// Below this many columns the best values go, and the curves stay.
const WIDE = 60;

/** Runs side by side: verdicts, each metric with its curves, and the settings that differ. */
export function compareLines(runs: readonly ListedRun[], settings: readonly ComparedSetting[], style: LineStyle): string[] {
  const names = [...new Set(runs.flatMap(({ summary }) => Object.keys(summary.metrics)))];
  const verdicts = runs.flatMap(({ summary }) => [style.palette.bold(printable(summary.name)), ...verdictLines(summary, style)]);
  return [
    ...verdicts,
    ...names.flatMap((name) => ['', ...metricLines(name, runs, style)]),
    '',
    ...settingLines(runs, settings, style),
  ];
}

function metricLines(name: string, runs: readonly ListedRun[], { width, palette }: LineStyle): string[] {
  const nameWidth = Math.min(MAX_NAME, Math.floor(width / 3), Math.max(...runs.map(({ summary }) => summary.name.length)));
  const lines = runs.map(({ summary, history }) => {
    const label = fitEnd(printable(summary.name), nameWidth).padEnd(nameWidth);
    const metric = summary.metrics[name];
    if (metric === undefined) return `  ${label}  -`;
    const figures = figuresOf(name, metric, width);
    const room = Math.min(32, width - nameWidth - figures.length - 6);
    return `  ${label}  ${sparkline(history.curves[name]?.values ?? [], Math.max(0, room)).padEnd(Math.max(0, room))}  ${figures}`.trimEnd();
  });
  return [palette.bold(printable(name)), ...lines];
}

function figuresOf(name: string, { last, best }: MetricSummary, width: number): string {
  const text = ({ value }: Measurement): string => metricText(name, value).padStart(9);
  if (!isRanked(name) || width < WIDE) return text(last);
  return `${text(last)}  best ${text(best)} at ${formatCount(best.step).padStart(7)}`;
}

function settingLines(runs: readonly ListedRun[], settings: readonly ComparedSetting[], { width, palette }: LineStyle): string[] {
  const differing = settings.filter(({ differs }) => differs);
  if (differing.length === 0) return ['all settings are the same'];
  const columns = [{ title: 'SETTING' }, ...runs.map(({ summary }) => ({ title: printable(summary.name) }))];
  const rows = differing.map(({ name, values }) => [name, ...values.map(settingText)]);
  const [head = '', ...body] = tableLines(columns, rows, width);
  return [palette.dim(head), ...body];
}

function settingText(value: unknown): string {
  if (value === undefined) return '-';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}
