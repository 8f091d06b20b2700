import { displayPath } from '../../text/display-path.js';
import { fitEnd, fitStart } from '../../text/fit-text.js';
import { formatDuration } from '../../text/format-duration.js';
import { formatCount, formatMetric } from '../../text/format-number.js';
import type { Palette } from '../../text/palette.js';
import { printable } from '../../text/printable.js';
import { progressBar } from '../../text/progress-bar.js';
import { sparkline } from '../../text/sparkline.js';
import { isActive, type RunState } from '../runs/run-state.js';
import { rateText, speedText, stateText } from './run-table.js';
import { wrapped } from './wrapped.js';

interface FactsOptions {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  readonly cwd: string;
}

const VALUE_WIDTH = 9;
/** With fewer rows, a verdict gets one and nothing is spent on space. */
const SPACIOUS = 12;
const MIN_BAR = 8;
const MAX_BAR = 24;

/** What there is to say about a run, the most important first, in `height` rows at most. */
export function runFactsRows(run: RunState, options: FactsOptions): string[] {
  const { width, height, palette, cwd } = options;
  const plain = (text: string): string => fitEnd(printable(text), width);
  const place = (label: string, path: string): string =>
    `${palette.dim(label)} ${fitStart(displayPath(path, cwd), width - label.length - 1)}`;
  const model = [`${run.family}${run.model === '' ? '' : `/${run.model}`}`, run.device].filter((text) => text !== '').join('  ');
  const sample = run.samples.at(-1);
  const others = [
    ...(run.note === undefined ? [] : [(run.status === 'failed' ? palette.red : palette.dim)(plain(run.note))]),
    ...(run.verdict === undefined || isActive(run)
      ? []
      : wrapped(printable(`${run.verdict.level}: ${run.verdict.summary}`), width, height < SPACIOUS ? 1 : 3)),
    ...(run.metrics.length === 0 || height < SPACIOUS ? [] : ['']),
    place('run', run.path),
    ...(sample === undefined ? [] : [place('samples', sample.path)]),
    ...(run.log === undefined ? [] : [place('log', run.log)]),
  ];
  const head = [...(model === '' ? [] : [plain(model)]), stepRow(run, options)];
  // the curves get what the rest does not need, but one in any case
  const room = Math.max(1, height - head.length - others.filter((row) => row !== '').length);
  return [...head, ...metricRows(run, options).slice(0, room), ...others].slice(0, height);
}

/** `step 1,200/1,500  812 images/s  ETA 12s  ━━━━──`, as much as fits. */
function stepRow(run: RunState, { width, palette }: FactsOptions): string {
  if (run.step === 0) return fitEnd(stateText(run), width);
  const total = run.totalSteps === undefined ? '' : `/${formatCount(run.totalSteps)}`;
  const count = `step ${formatCount(run.step)}`;
  const eta = run.etaS === undefined ? '' : `  ETA ${formatDuration(run.etaS)}`;
  const texts = isActive(run)
    ? [
        `${count}${total}  ${speedText(run)}${eta}`,
        `${count}${total}  ${rateText(run)}${eta}`,
        `${count}  ${rateText(run)}${eta}`,
      ]
    : [`${count}${total}  ${stateText(run)}`];
  const text = texts.find((candidate) => candidate.length <= width) ?? fitEnd(texts.at(-1) ?? '', width);
  const barWidth = Math.min(MAX_BAR, width - text.length - 2);
  if (run.totalSteps === undefined || barWidth < MIN_BAR) return text;
  return `${text}  ${palette.cyan(progressBar(run.step / run.totalSteps, barWidth))}`;
}

function metricRows({ metrics }: RunState, { width, palette }: FactsOptions): string[] {
  const longest = Math.max(4, ...metrics.map(({ name }) => name.length));
  const nameWidth = Math.min(longest, Math.max(8, Math.floor(0.45 * width)));
  return metrics.map(({ name, value, points }) => {
    const curve = sparkline(points, Math.min(60, width - nameWidth - VALUE_WIDTH - 2));
    return `${palette.dim(fitEnd(name, nameWidth).padEnd(nameWidth))} ${formatMetric(value).padEnd(VALUE_WIDTH)} ${palette.cyan(curve)}`;
  });
}
