import { formatCount, formatMetric, printable, sparkline } from '@aigc/cli-kit';
import type { ListedRun } from '@aigc/core';
import { type TableColumn, tableLines } from './text-table.js';

const COLUMNS: readonly TableColumn[] = [
  { title: 'RUN' },
  { title: 'MODEL', rank: 2 },
  { title: 'STEP', isNumber: true },
  { title: 'LOSS', isNumber: true, rank: 1 },
  { title: 'CURVE', rank: 3 },
  { title: 'VERDICT' },
];
const CURVE_WIDTH = 12;

/** Runs as a table, a line each. */
export function listLines(runs: readonly ListedRun[], width: number): string[] {
  return tableLines(COLUMNS, runs.map(row), width);
}

function row({ summary, history }: ListedRun): string[] {
  const { name, files, lastStep, best, metrics, writer, verdict } = summary;
  const metric = best?.metric ?? ['loss', 'generatorLoss'].find((candidate) => metrics[candidate] !== undefined);
  const value = best?.value ?? (metric === undefined ? undefined : metrics[metric]?.last.value);
  return [
    printable(name),
    `${files.info.family}/${files.info.model}`,
    formatCount(lastStep),
    value === undefined ? '-' : formatMetric(value),
    metric === undefined ? '' : sparkline(history.curves[metric]?.values ?? [], CURVE_WIDTH),
    writer === null ? verdict.level : 'training',
  ];
}
