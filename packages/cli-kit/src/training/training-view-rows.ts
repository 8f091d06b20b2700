import type { TrainingEvent } from '@aigc/plugin-api';
import { displayPath } from '../text/display-path.js';
import { fitEnd, fitStart } from '../text/fit-text.js';
import { formatDuration } from '../text/format-duration.js';
import { formatCount, formatMetric, formatRate } from '../text/format-number.js';
import type { Palette } from '../text/palette.js';
import { withBar } from '../text/progress-bar.js';
import { sparkline } from '../text/sparkline.js';
import { deviceText, preparingText } from './training-lines.js';
import type { TrainingProgress } from './training-progress.js';

/** What decides how the rows look, besides the run itself. */
export interface RowOptions {
  readonly columns: number;
  readonly palette: Palette;
  readonly cwd: string;
  /** A signal came: the run is about to save and stop. */
  readonly isStopping: boolean;
}

const LABEL_WIDTH = 9;
const MAX_METRIC_ROWS = 3;
const MAX_NAME_WIDTH = 20;
const VALUE_WIDTH = 9;
const BAR = { least: 10, most: 24 };
/** One point of the curve is one column; wider says nothing more. */
const MAX_CURVE_WIDTH = 60;

/** The live part of the training view: at most 8 rows, none wider than the terminal. */
export function trainingViewRows(progress: TrainingProgress, options: RowOptions): string[] {
  const width = options.columns - 1;
  const rows = [...factRows(progress, options, width), hintRow(options, width)];
  return progress.start === undefined && progress.preparing === undefined ? [] : rows;
}

function factRows(progress: TrainingProgress, options: RowOptions, width: number): string[] {
  const { start, samples } = progress;
  const room = width - LABEL_WIDTH;
  // The folder is read before the run's facts are known.
  if (start === undefined) return [preparingRow(progress, options, room)];
  const rows = [
    row('device', fitEnd(deviceText(start.device), room), options),
    stateRow(progress, start, options, room),
    ...metricRows(progress, options, width),
    row('run', fitStart(displayPath(start.run, options.cwd), room), options),
  ];
  if (samples !== undefined) rows.push(row('samples', fitStart(displayPath(samples.path, options.cwd), room), options));
  return rows;
}

function hintRow({ palette, isStopping }: RowOptions, width: number): string {
  if (isStopping) return palette.yellow(fitEnd('stopping after this step; Ctrl-C leaves at once', width));
  return palette.dim(fitEnd('Ctrl-C saves and stops', width));
}

function row(label: string, text: string, { palette }: RowOptions): string {
  return `${palette.dim(label.padEnd(LABEL_WIDTH))}${text}`;
}

function preparingRow({ preparing }: TrainingProgress, options: RowOptions, room: number): string {
  const text = preparing === undefined ? 'starting' : preparingText(preparing);
  const share = preparing === undefined || preparing.total === 0 ? undefined : preparing.done / preparing.total;
  return row('now', withBar(fitEnd(text, room), share, { ...BAR, room }, options.palette), options);
}

function stateRow(
  progress: TrainingProgress,
  start: Extract<TrainingEvent, { type: 'run-start' }>,
  options: RowOptions,
  room: number,
): string {
  const { preparing, step } = progress;
  if (step === undefined || preparing !== undefined) return preparingRow(progress, options, room);
  const total = start.totalSteps === undefined ? '' : `/${formatCount(start.totalSteps)}`;
  const count = `${formatCount(step.step)}${total}`;
  const time = start.budgetS === undefined ? '' : `  ${formatDuration(step.elapsedS)} of ${formatDuration(start.budgetS)}`;
  const rate = formatRate(step.itemsPerSecond);
  const eta = `ETA ${formatDuration(step.etaS)}`;
  const texts = [
    `${count}${time}  ${rate} ${start.itemUnit}/s  ${eta}`,
    `${count}  ${rate} ${start.itemUnit}/s  ${eta}`,
    `${count}  ${rate}/s  ${eta}`,
  ];
  const text = texts.find((candidate) => candidate.length <= room) ?? fitEnd(texts[2] ?? '', room);
  return row('step', withBar(text, progress.share, { ...BAR, room }, options.palette), options);
}

function metricRows(progress: TrainingProgress, { palette }: RowOptions, width: number): string[] {
  const metrics = Object.entries(progress.step?.metrics ?? {});
  const shown = metrics.length > MAX_METRIC_ROWS ? metrics.slice(0, MAX_METRIC_ROWS - 1) : metrics;
  const longest = Math.max(LABEL_WIDTH - 1, ...shown.map(([name]) => name.length));
  const nameWidth = Math.min(longest, MAX_NAME_WIDTH, Math.max(LABEL_WIDTH, width - VALUE_WIDTH - BAR.least)) + 1;
  const curveWidth = Math.min(MAX_CURVE_WIDTH, width - nameWidth - VALUE_WIDTH - 1);
  const rows = shown.map(([name, value]) => {
    const curve = sparkline(progress.history.get(name)?.points ?? [], curveWidth);
    const label = fitEnd(name, nameWidth - 1).padEnd(nameWidth);
    return `${palette.dim(label)}${formatMetric(value).padEnd(VALUE_WIDTH)} ${palette.cyan(curve)}`;
  });
  const rest = metrics.slice(shown.length).map(([name, value]) => `${name} ${formatMetric(value)}`);
  return rest.length === 0 ? rows : [...rows, palette.dim(fitEnd(rest.join('  '), width))];
}
