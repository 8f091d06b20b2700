import { displayPath, formatBytes, formatCount, formatDuration, type Palette, printable, sparkline } from '@aigc/cli-kit';
import { isRanked, type ListedRun, type RunSummary } from '@aigc/core';
import { metricText } from './metric-text.js';
import { type TableColumn, tableLines } from './text-table.js';
import { wrapText } from './wrap-text.js';

/** Where and how lines are shown. */
export interface LineStyle {
  readonly width: number;
  readonly palette: Palette;
  /** The current folder. */
  readonly cwd: string;
}

const LABEL_WIDTH = 13;
const CURVE_WIDTH = 16;
const COLUMNS: readonly TableColumn[] = [
  { title: 'METRIC' },
  { title: 'CURVE', rank: 2 },
  { title: 'LAST', isNumber: true },
  { title: 'BEST', isNumber: true },
  { title: 'AT STEP', isNumber: true, rank: 1 },
];

/** Everything about a run that a person asks for first. */
export function showLines({ summary, history }: ListedRun, style: LineStyle): string[] {
  const facts = factsOf(summary, style.cwd).flatMap(([label, text]) => labelled(label, text, style.width));
  const rows = Object.entries(summary.metrics).map(([name, { last, best }]) => [
    printable(name),
    sparkline(history.curves[name]?.values ?? [], CURVE_WIDTH),
    metricText(name, last.value),
    isRanked(name) ? metricText(name, best.value) : '',
    isRanked(name) ? formatCount(best.step) : '',
  ]);
  const [head = '', ...body] = tableLines(COLUMNS, rows, style.width);
  return [...verdictLines(summary, style), ...facts, '', style.palette.dim(head), ...body];
}

/** The verdict in its colour, with what was found and what to try. */
export function verdictLines({ verdict }: RunSummary, { width, palette }: LineStyle): string[] {
  const colour = { good: palette.green, unclear: palette.yellow, bad: palette.red }[verdict.level];
  const [first = '', ...more] = labelled('verdict', `${verdict.level}: ${verdict.summary}`, width);
  const notes = verdict.findings.flatMap(({ message, hint }, index) => [
    ...(index === 0 ? [] : labelled('', message, width)),
    ...(hint === undefined ? [] : labelled('', `-> ${hint}`, width)),
  ]);
  return [first.replace(verdict.level, colour(verdict.level)), ...more, ...notes];
}

function factsOf(run: RunSummary, cwd: string): [label: string, text: string][] {
  const { info, data } = run.files;
  const [newest] = run.checkpoints;
  const sample = run.samples.at(-1);
  const steps = run.checkpoints.map(({ step }) => `${formatCount(step)}${step === run.best?.step ? ' (best)' : ''}`).join(', ');
  return [
    ['run', displayPath(run.path, cwd)],
    ['model', `${info.family}/${info.model}, seed ${info.seed}`],
    ...askedFor(info.asked),
    ['step', `${formatCount(run.lastStep)}${run.writer === null ? '' : `, process ${run.writer.pid} is training it`}`],
    ['data', `${displayPath(data.path, cwd)}, ${formatCount(data.files.length)} files, hash ${data.hash.slice(0, 12)}`],
    ['checkpoints', newest === undefined ? 'none' : `${steps}; ${formatBytes(newest.bytes)} each`],
    ['state', run.stateHash ?? 'none'],
    ['samples', sample === undefined ? 'none' : `${formatCount(run.samples.length)}, newest ${displayPath(sample.path, cwd)}`],
    ['size', formatBytes(run.bytes)],
  ];
}

/** The limits that a run was begun with. */
function askedFor(asked: RunSummary['files']['info']['asked'] = {}): [label: string, text: string][] {
  const steps = asked.steps === undefined ? [] : [`${formatCount(asked.steps)} steps`];
  const budget = asked.budgetS === undefined ? [] : [formatDuration(asked.budgetS)];
  const limits = [...steps, ...budget];
  return limits.length === 0 ? [] : [['asked for', limits.join(' or ')]];
}

function labelled(label: string, text: string, width: number): string[] {
  const lines = wrapText(printable(text), Math.max(16, width - LABEL_WIDTH));
  return lines.map((line, index) => `${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`.trimEnd());
}
