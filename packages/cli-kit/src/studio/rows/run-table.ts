import { fitEnd, fitStart } from '../../text/fit-text.js';
import { formatDuration } from '../../text/format-duration.js';
import { formatCount, formatMetric, formatRate } from '../../text/format-number.js';
import type { Palette } from '../../text/palette.js';
import { printable } from '../../text/printable.js';
import { sparkline } from '../../text/sparkline.js';
import { isActive, type RunState } from '../runs/run-state.js';
import { windowAround } from './frame.js';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly isNumber?: boolean;
  readonly text: (run: RunState, width: number) => string;
}

const STATE: Column = { title: 'STATE', width: 8, text: stateText };
/** In order of importance; those that do not fit are left out. */
const COLUMNS: readonly Column[] = [
  { title: 'STEP', width: 7, isNumber: true, text: ({ step }) => (step === 0 ? '-' : formatCount(step)) },
  {
    title: 'LOSS',
    width: 8,
    isNumber: true,
    text: ({ metrics }) => (metrics[0] === undefined ? '-' : formatMetric(metrics[0].value)),
  },
  { title: 'ETA', width: 7, isNumber: true, text: ({ etaS }) => (etaS === undefined ? '-' : formatDuration(etaS)) },
  { title: 'CURVE', width: 10, text: ({ metrics }, width) => sparkline(metrics[0]?.points ?? [], width) },
  { title: 'SPEED', width: 8, isNumber: true, text: rateText },
  { title: 'MODEL', width: 14, text: ({ family, model }) => [family, model].filter((word) => word !== '').join('/') },
];
/** From left to right. */
const ORDER = ['MODEL', 'STEP', 'LOSS', 'CURVE', 'SPEED', 'ETA'];
const MIN_NAME = 11;
const MAX_NAME = 28;

/** `812 images/s`; nothing of a run that rests. */
export function speedText(run: RunState): string {
  return rateText(run).replace('/', ` ${run.itemUnit}/`);
}

/** `812/s`. */
export function rateText(run: RunState): string {
  return run.itemsPerSecond === undefined || !isActive(run) ? '-' : `${formatRate(run.itemsPerSecond)}/s`;
}

/** Where a run stands, in one word. */
export function stateText({ status, verdict }: RunState): string {
  return status === 'ended' ? (verdict?.level ?? 'ended') : status;
}

/** A heading and at most `count` runs, so that the selected one is among them. */
export function runTable(
  runs: readonly RunState[],
  selected: string | undefined,
  { width, count, palette }: { readonly width: number; readonly count: number; readonly palette: Palette },
): string[] {
  const columns = fitting(width);
  const nameWidth = Math.min(MAX_NAME, width - 2 - total(columns));
  const row = (marker: string, name: string, cells: readonly string[]): string =>
    [`${marker} ${name.padEnd(nameWidth)}`, ...cells].join(' ').trimEnd();
  const cells = (run: RunState): string[] => columns.map((column) => aligned(column, column.text(run, column.width)));
  const head = row(
    ' ',
    'RUN',
    columns.map((column) => aligned(column, column.title)),
  );
  const at = runs.findIndex(({ path }) => path === selected);
  const { from, to } = windowAround(runs.length, at, count);
  const lines = runs.slice(from, to).map((run) => {
    const name = fitStart(printable(run.name), nameWidth);
    const text = row(run.path === selected ? '>' : ' ', name, cells(run));
    return run.path === selected ? palette.bold(text) : run.status === 'failed' ? palette.red(text) : text;
  });
  return [palette.dim(head), ...lines];
}

function fitting(width: number): Column[] {
  const chosen = [STATE];
  for (const column of COLUMNS) {
    if (2 + MIN_NAME + total([...chosen, column]) > width) break;
    chosen.push(column);
  }
  return [...ORDER.map((title) => chosen.find((column) => column.title === title)), STATE].filter(
    (column) => column !== undefined,
  );
}

/** Columns with a space before each. */
function total(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width + 1, 0);
}

function aligned({ width, isNumber }: Column, text: string): string {
  return isNumber === true ? fitEnd(text, width).padStart(width) : fitEnd(text, width).padEnd(width);
}
