import type { TrainingEvent } from '@aigc/plugin-api';
import { displayPath } from '../text/display-path.js';
import { fitEnd, fitStart } from '../text/fit-text.js';
import { formatDuration } from '../text/format-duration.js';
import { formatCount, formatMetric, formatRate } from '../text/format-number.js';
import type { Palette } from '../text/palette.js';
import { progressBar } from '../text/progress-bar.js';
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
const MIN_BAR_WIDTH = 10;
const MAX_BAR_WIDTH = 24;
/** One point of the curve is one column; wider says nothing more. */
const MAX_CURVE_WIDTH = 60;

/** The live part of the training view: at most 8 rows, none wider than the terminal. */
export function trainingViewRows(progress: TrainingProgress, options: RowOptions): string[] {
  const { start } = progress;
  if (start === undefined) return [];
  const width = options.columns - 1;
  const rows = [
    row('device', fitEnd(deviceText(start.device), width - LABEL_WIDTH), options),
    stateRow(progress, start, options, width),
    ...metricRows(progress, options, width),
    row('run', fitStart(displayPath(start.run, options.cwd), width - LABEL_WIDTH), options),
  ];
  if (progress.samples !== undefined) {
    rows.push(row('samples', fitStart(displayPath(progress.samples.path, options.cwd), width - LABEL_WIDTH), options));
  }
  const { palette, isStopping } = options;
  if (isStopping) rows.push(palette.yellow(fitEnd('stopping after this step; Ctrl-C leaves at once', width)));
  else rows.push(palette.dim(fitEnd('Ctrl-C saves and stops', width)));
  return rows;
}

function row(label: string, text: string, { palette }: RowOptions): string {
  return `${palette.dim(label.padEnd(LABEL_WIDTH))}${text}`;
}

function stateRow(
  progress: TrainingProgress,
  start: Extract<TrainingEvent, { type: 'run-start' }>,
  options: RowOptions,
  width: number,
): string {
  const { preparing, step } = progress;
  const room = width - LABEL_WIDTH;
  if (step === undefined || preparing !== undefined) {
    const text = preparing === undefined ? 'starting' : preparingText(preparing);
    const share = preparing === undefined || preparing.total === 0 ? undefined : preparing.done / preparing.total;
    return row('now', withBar(fitEnd(text, room), share, room, options), options);
  }
  const total = start.totalSteps === undefined ? '' : `/${formatCount(start.totalSteps)}`;
  const count = `${formatCount(step.step)}${total}`;
  const time = start.budgetS === undefined ? '' : `  ${formatDuration(step.elapsedS)} of ${formatDuration(start.budgetS)}`;
  const rate = formatRate(step.imagesPerSecond);
  const eta = `ETA ${formatDuration(step.etaS)}`;
  const texts = [`${count}${time}  ${rate} images/s  ${eta}`, `${count}  ${rate} images/s  ${eta}`, `${count}  ${rate}/s  ${eta}`];
  const text = texts.find((candidate) => candidate.length <= room) ?? fitEnd(texts[2] ?? '', room);
  return row('step', withBar(text, progress.share, room, options), options);
}

/** The bar goes where there is room for it, after the text. */
function withBar(text: string, share: number | undefined, room: number, { palette }: RowOptions): string {
  const width = Math.min(MAX_BAR_WIDTH, room - text.length - 2);
  if (share === undefined || width < MIN_BAR_WIDTH) return text;
  return `${text}  ${palette.cyan(progressBar(share, width))}`;
}

function metricRows(progress: TrainingProgress, { palette }: RowOptions, width: number): string[] {
  const metrics = Object.entries(progress.step?.metrics ?? {});
  const shown = metrics.length > MAX_METRIC_ROWS ? metrics.slice(0, MAX_METRIC_ROWS - 1) : metrics;
  const longest = Math.max(LABEL_WIDTH - 1, ...shown.map(([name]) => name.length));
  const nameWidth = Math.min(longest, MAX_NAME_WIDTH, Math.max(LABEL_WIDTH, width - VALUE_WIDTH - MIN_BAR_WIDTH)) + 1;
  const curveWidth = Math.min(MAX_CURVE_WIDTH, width - nameWidth - VALUE_WIDTH - 1);
  const rows = shown.map(([name, value]) => {
    const curve = sparkline(progress.history.get(name)?.points ?? [], curveWidth);
    const label = fitEnd(name, nameWidth - 1).padEnd(nameWidth);
    return `${palette.dim(label)}${formatMetric(value).padEnd(VALUE_WIDTH)} ${palette.cyan(curve)}`;
  });
  const rest = metrics.slice(shown.length).map(([name, value]) => `${name} ${formatMetric(value)}`);
  return rest.length === 0 ? rows : [...rows, palette.dim(fitEnd(rest.join('  '), width))];
}
