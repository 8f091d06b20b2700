import { countJobs, type PipelineState } from '../../pipeline/pipeline-state.js';
import { jobRows, wholeRow } from '../../pipeline/pipeline-view-rows.js';
import { displayPath } from '../../text/display-path.js';
import { fitEnd, fitStart } from '../../text/fit-text.js';
import { formatDuration } from '../../text/format-duration.js';
import { formatCount } from '../../text/format-number.js';
import { printable } from '../../text/printable.js';
import { windowAround } from './frame.js';
import type { PipelineRowsOptions } from './pipeline-job-rows.js';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly isNumber?: boolean;
  readonly text: (pipeline: PipelineState, nowMs: number) => string;
}

/** From left to right; those with a greater rank are left out first where there is no room. */
const COLUMNS: readonly (Column & { readonly rank: number })[] = [
  { rank: 0, title: 'DONE', width: 9, isNumber: true, text: doneText },
  { rank: 4, title: 'FAIL', width: 4, isNumber: true, text: (pipeline) => someText(countJobs(pipeline).failed) },
  { rank: 5, title: 'WAIT', width: 5, isNumber: true, text: (pipeline) => someText(countJobs(pipeline).waiting) },
  { rank: 2, title: 'NOW', width: 16, text: nowText },
  { rank: 3, title: 'FOR', width: 7, isNumber: true, text: sinceText },
  { rank: 1, title: 'ETA', width: 7, isNumber: true, text: ({ etaS }) => (etaS === undefined ? '-' : formatDuration(etaS)) },
  { rank: 0, title: 'STATE', width: 7, text: ({ state }) => state },
];
const MIN_NAME = 11;
const MAX_NAME = 28;
const MAX_RUNNING = 4;
/** More of what was set is worth less than the name. */
const MAX_VARS = 12;

/** All pipelines, the selected one among them, and what there is to say about that. */
export function pipelineRows(
  pipelines: readonly PipelineState[],
  selected: PipelineState | undefined,
  options: PipelineRowsOptions,
): string[] {
  const { width, height, palette } = options;
  if (selected === undefined) {
    const words = ['', 'No pipelines were run from this folder yet.', 'Press n to run one, or: aigc run FILE.yaml'];
    return words.map((row) => fitEnd(row, width));
  }
  const count = Math.min(pipelines.length, Math.max(2, Math.floor((height - 1) * 0.45)));
  const table = pipelineTable(pipelines, selected, { ...options, height: count });
  const gap = height > table.length + 8 ? [''] : [];
  const facts = factRows(selected, { ...options, height: height - table.length - gap.length });
  return [palette.dim(table[0] ?? ''), ...table.slice(1), ...gap, ...facts];
}

function pipelineTable(
  pipelines: readonly PipelineState[],
  selected: PipelineState,
  { width, height, palette, nowMs }: PipelineRowsOptions,
): string[] {
  const columns = fitting(width);
  const nameWidth = Math.min(MAX_NAME, width - 2 - total(columns));
  const row = (marker: string, name: string, cells: readonly string[]): string =>
    [`${marker} ${name.padEnd(nameWidth)}`, ...cells].join(' ').trimEnd();
  const { from, to } = windowAround(pipelines.length, pipelines.indexOf(selected), height);
  const lines = pipelines.slice(from, to).map((pipeline) => {
    const name = nameText(pipeline, nameWidth);
    const cells = columns.map((column) => aligned(column, column.text(pipeline, nowMs)));
    const text = row(pipeline === selected ? '>' : ' ', name, cells);
    if (pipeline === selected) return palette.bold(text);
    return pipeline.state === 'failed' ? palette.red(text) : text;
  });
  const titles = columns.map((column) => aligned(column, column.title));
  return [row(' ', 'PIPELINE', titles), ...lines];
}

/** The name with what was set, whose end tells two of one name apart. */
function nameText({ name, vars }: PipelineState, width: number): string {
  if (vars.length === 0) return fitEnd(printable(name), width);
  const own = fitEnd(printable(name), Math.max(Math.ceil(width / 2), width - MAX_VARS));
  return `${own} ${fitStart(printable(vars.join(' ')), width - own.length - 1)}`;
}

/** The whole, jobs at work, what failed and why, and where it all lies. */
function factRows(pipeline: PipelineState, { width, height, palette, cwd, nowMs }: PipelineRowsOptions): string[] {
  const running = pipeline.jobs.filter(({ state }) => state === 'running');
  const failed = pipeline.jobs.filter(({ state }) => state === 'failed');
  const rows = [
    wholeRow(pipeline, palette, width),
    ...jobRows(running.slice(0, Math.min(MAX_RUNNING, height - 2)), { palette, nowMs }, width),
    ...failed.map(({ id, message }) => palette.red(fitEnd(printable(`failed ${id}: ${message ?? 'see its log'}`), width))),
  ];
  const others = pipeline.workers.filter(({ isHere }) => !isHere).map(({ host }) => host);
  const places = [
    ...(others.length === 0 ? [] : [fitEnd(`also on ${printable([...new Set(others)].join(', '))}`, width)]),
    `${palette.dim('file')} ${fitStart(displayPath(pipeline.file, cwd), width - 5)}`,
    ...(pipeline.vars.length === 0 ? [] : [`${palette.dim('set')} ${fitEnd(printable(pipeline.vars.join(' ')), width - 4)}`]),
  ];
  // where it lies is worth a row; the second failure is worth less
  return [...rows.slice(0, Math.max(1, height - places.length)), ...places].slice(0, height);
}

/** What runs, in one line: `texture: 2/5 done, film for 12s`. */
export function pipelineNews(pipeline: PipelineState, nowMs: number): string {
  const { done } = countJobs(pipeline);
  const now = nowText(pipeline);
  const since = now === '-' ? '' : `, ${now} for ${sinceText(pipeline, nowMs)}`;
  return `pipeline ${pipeline.name}: ${formatCount(done)}/${formatCount(pipeline.jobs.length)} done${since}`;
}

function doneText(pipeline: PipelineState): string {
  return `${formatCount(countJobs(pipeline).done)}/${formatCount(pipeline.jobs.length)}`;
}

function someText(count: number): string {
  return count === 0 ? '-' : formatCount(count);
}

function nowText({ jobs }: PipelineState): string {
  const running = jobs.filter(({ state }) => state === 'running');
  const more = running.length > 1 ? ` +${running.length - 1}` : '';
  return running[0] === undefined ? '-' : `${fitEnd(printable(running[0].id), 16 - more.length)}${more}`;
}

/** How long the job runs that `NOW` names. */
function sinceText({ jobs }: PipelineState, nowMs: number): string {
  const startedMs = jobs.find((job) => job.state === 'running')?.startedMs;
  return startedMs === undefined ? '-' : formatDuration(Math.max(0, (nowMs - startedMs) / 1000));
}

function fitting(width: number): readonly Column[] {
  const ranks = [...new Set(COLUMNS.map(({ rank }) => rank))].sort((a, b) => a - b);
  let chosen: readonly Column[] = [];
  for (const most of ranks) {
    const columns = COLUMNS.filter(({ rank }) => rank <= most);
    if (2 + MIN_NAME + total(columns) > width) break;
    chosen = columns;
  }
  return chosen;
}

/** Columns with a space before each. */
function total(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width + 1, 0);
}

function aligned({ width, isNumber }: Column, text: string): string {
  return isNumber === true ? fitEnd(text, width).padStart(width) : fitEnd(text, width).padEnd(width);
}
