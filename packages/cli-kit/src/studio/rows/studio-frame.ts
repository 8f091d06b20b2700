import { displayPath } from '../../text/display-path.js';
import { fitEnd, fitStart } from '../../text/fit-text.js';
import { formatCount } from '../../text/format-number.js';
import { printable } from '../../text/printable.js';
import { isActive, type RunState } from '../runs/run-state.js';
import { type StudioScreen, type StudioState, selectedPipeline, selectedRun } from '../studio-state.js';
import { folded } from './folded.js';
import { formRows } from './form-rows.js';
import { type Frame, type FrameOptions, fillRows, type PicturePlace, padRow } from './frame.js';
import { hintsOf } from './key-hints.js';
import { keyRows } from './key-rows.js';
import { pipelineJobRows } from './pipeline-job-rows.js';
import { pipelineNews, pipelineRows } from './pipeline-table.js';
import { runFactsRows } from './run-facts-rows.js';
import { runTable } from './run-table.js';

const MIN_COLUMNS = 40;
const MIN_ROWS = 12;
/** Below it, a picture gets rows of its own. */
const BESIDE_COLUMNS = 70;
const MIN_TEXT = 30;
/** On fewer rows nothing is spent on space. */
const SPACIOUS_ROWS = 16;

/** The part of the screen between heading and keys. */
interface Body {
  readonly rows: readonly string[];
  /** Its row counts from the top of the body. */
  readonly picture?: PicturePlace | undefined;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Everything on the screen, as text. */
export function studioFrame(state: StudioState, options: FrameOptions): Frame {
  const { columns, rows, palette } = options;
  // the last column stays free: some terminals wrap when it is written
  const width = columns - 1;
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
    const text = `too small: ${columns} x ${rows}; needs ${MIN_COLUMNS} x ${MIN_ROWS}`;
    return { rows: fillRows([fitEnd(text, width)], rows) };
  }
  const keys = keyRows(hintsOf(state), width, palette);
  const height = rows - 2 - keys.length;
  const body = bodyOf(state, { width, height }, options);
  const picture = body.picture === undefined ? undefined : { ...body.picture, row: body.picture.row + 1 };
  return {
    rows: [heading(state, width, options), ...fillRows(body.rows, height), noticeRow(state, width, options), ...keys],
    picture,
  };
}

function heading(state: StudioState, width: number, { palette }: FrameOptions): string {
  const { runs, folder, screen } = state;
  const isOfPipelines = ['pipelines', 'pipeline', 'stop-pipeline'].includes(screen.kind);
  const count = isOfPipelines
    ? countText('pipeline', state.pipelines.length, state.pipelines.filter((pipeline) => pipeline.state === 'running').length)
    : countText('run', runs.length, runs.filter(isActive).length);
  const pipeline = selectedPipeline(state);
  const titles: { readonly [kind in StudioScreen['kind']]?: string } = {
    run: selectedRun(state)?.name ?? '',
    pipelines: 'pipelines',
    'stop-pipeline': 'pipelines',
    pipeline: pipeline === undefined ? '' : [pipeline.name, ...pipeline.vars].join(' '),
    choose: 'new training: of which family?',
    form: screen.kind === 'form' ? screen.form.title : '',
    picture: screen.kind === 'picture' ? screen.title : '',
    text: screen.kind === 'text' ? screen.title : '',
  };
  const title = printable(titles[screen.kind] ?? folder);
  const room = width - count.length - 2;
  return `${palette.bold(fitStart(title, room).padEnd(room))}  ${palette.dim(count)}`;
}

function countText(what: string, count: number, active: number): string {
  return `${count} ${count === 1 ? what : `${what}s`}, ${active} at work`;
}

function noticeRow(state: StudioState, width: number, { palette, nowMs }: FrameOptions): string {
  const { notice, busy, screen } = state;
  if (screen.kind === 'stop') return palette.yellow(fitEnd(`stop ${screen.run.name}? It saves, and can go on later`, width));
  if (screen.kind === 'stop-pipeline') {
    return palette.yellow(fitEnd(`stop ${screen.pipeline.name}? Its jobs save, and can go on later`, width));
  }
  if (notice !== undefined) return palette.yellow(fitEnd(printable(notice), width));
  if (busy.length > 0) return palette.cyan(fitEnd(`at work: ${busy.join(', ')}`, width));
  const running = screen.kind === 'runs' ? state.pipelines.find((pipeline) => pipeline.state === 'running') : undefined;
  return running === undefined ? '' : palette.cyan(fitEnd(printable(pipelineNews(running, nowMs)), width));
}

function bodyOf(state: StudioState, size: Size, options: FrameOptions): Body {
  const { screen } = state;
  switch (screen.kind) {
    case 'run':
      return runBody(state, screen.sample, size, options);
    case 'choose':
      return chooseBody(screen, size, options);
    case 'form':
      return { rows: formRows(screen.form, size, options.palette) };
    case 'picture': {
      const place = {
        path: screen.path,
        tile: selectedRun(state)?.imageSize,
        row: 1,
        column: 0,
        columns: size.width,
        rows: size.height - 1,
      };
      return { rows: [fitStart(displayPath(screen.path, options.cwd), size.width)], picture: place };
    }
    case 'text': {
      const lines = screen.lines.flatMap((line) => folded(line, size.width));
      const to = Math.max(Math.min(size.height, lines.length), lines.length - screen.top);
      return { rows: lines.slice(Math.max(0, to - size.height), to) };
    }
    case 'leave':
      return leaveBody(state, size);
    case 'pipelines':
    case 'stop-pipeline':
      return { rows: pipelineRows(state.pipelines, selectedPipeline(state), { ...options, ...size }) };
    case 'pipeline': {
      const pipeline = selectedPipeline(state);
      if (pipeline === undefined) return { rows: ['the pipeline has gone'] };
      return { rows: pipelineJobRows(pipeline, screen.job, { ...options, ...size }) };
    }
    case 'runs':
    case 'stop':
      return listBody(state, size, options);
  }
}

function listBody(state: StudioState, { width, height }: Size, options: FrameOptions): Body {
  const run = selectedRun(state);
  if (run === undefined) return { rows: emptyRows(state, width) };
  const { palette, cwd } = options;
  const gap = height + 4 < SPACIOUS_ROWS ? 0 : 1;
  const count = Math.min(state.runs.length, Math.max(2, Math.floor((height - 1) * 0.45)));
  const table = runTable(state.runs, state.selected, { width, count, palette });
  const top = table.length + gap;
  const rest = height - top;
  const picture = besidePlace(run, { width, height: rest });
  const facts = runFactsRows(run, { width: picture === undefined ? width : picture.column - 2, height: rest, palette, cwd });
  const sample = run.samples.at(-1);
  if (sample?.kind === 'text') facts.push(...sampleRows(options.textOf(sample.path) ?? [], width, rest - facts.length));
  return {
    rows: [...table, ...(gap === 1 ? [''] : []), ...(picture === undefined ? facts : padded(facts, rest, picture.column))],
    picture: picture === undefined ? undefined : { ...picture, row: top },
  };
}

/** What a language model wrote last, where two rows or more are free. */
function sampleRows(text: readonly string[], width: number, count: number): string[] {
  return count < 3 ? [] : ['', ...textRows(text, width, count - 1)];
}

/** Place for the newest picture to the right of the text, where both have room; a cell is twice as high as wide. */
function besidePlace(run: RunState, { width, height }: Size): PicturePlace | undefined {
  const sample = run.samples.at(-1);
  const columns = Math.min(2 * height, width - MIN_TEXT - 2);
  if (sample?.kind !== 'image' || columns < 8 || height < 4) return undefined;
  return {
    path: sample.path,
    tile: run.imageSize,
    row: 0,
    column: width - columns,
    columns,
    rows: Math.min(height, Math.ceil(columns / 2)),
  };
}

/** Rows that end where the picture begins, with two columns between. */
function padded(rows: readonly string[], count: number, width: number): string[] {
  return fillRows(rows, count).map((row) => padRow(row, width));
}

function runBody(state: StudioState, back: number, { width, height }: Size, options: FrameOptions): Body {
  const run = selectedRun(state);
  if (run === undefined) return { rows: ['the run has gone'] };
  const sample = run.samples.at(-1 - back);
  const at = run.samples.length - back;
  const caption =
    sample === undefined ? 'no samples yet' : `samples of step ${formatCount(sample.step)}  (${at} of ${run.samples.length})`;
  const isBeside = width >= BESIDE_COLUMNS;
  const columns = isBeside ? Math.min(2 * height, Math.max(width - 46, Math.floor(width / 2) - 1)) : width;
  const factsWidth = isBeside ? width - columns - 2 : width;
  const factsHeight = isBeside || sample === undefined ? height - 1 : 3;
  const { palette, cwd } = options;
  const facts = [
    ...runFactsRows(run, { width: factsWidth, height: factsHeight, palette, cwd }),
    palette.dim(fitEnd(caption, factsWidth)),
  ];
  const row = isBeside ? 0 : facts.length;
  const column = isBeside ? width - columns : 0;
  if (sample?.kind === 'text') return textSample(facts, options.textOf(sample.path) ?? [], { row, column, columns, height });
  if (sample === undefined) return { rows: facts };
  const place = { path: sample.path, tile: run.imageSize, row, column, columns, rows: height - row };
  return { rows: isBeside ? padded(facts, height, column) : facts, picture: place };
}

function textSample(
  facts: readonly string[],
  text: readonly string[],
  {
    row,
    column,
    columns,
    height,
  }: { readonly row: number; readonly column: number; readonly columns: number; readonly height: number },
): Body {
  const lines = textRows(text, columns, height - row);
  if (column === 0) return { rows: [...facts, ...lines] };
  return { rows: padded(facts, height, column).map((left, i) => `${left}${lines[i] ?? ''}`) };
}

/** The beginning of a text in `count` rows at most. */
function textRows(text: readonly string[], width: number, count: number): string[] {
  const rows = text.flatMap((line) => folded(printable(line), width));
  return rows.length <= count ? rows : [...rows.slice(0, count - 1), '…'];
}

function chooseBody(
  { choices, cursor }: Extract<StudioScreen, { kind: 'choose' }>,
  { width }: Size,
  { palette }: FrameOptions,
): Body {
  if (choices.length === 0) return { rows: ['no installed plugin can train anything'] };
  const longest = Math.max(...choices.map(({ name }) => name.length));
  const rows = choices.map(({ name, summary }, i) => {
    const text = fitEnd(`${i === cursor ? '>' : ' '} ${name.padEnd(longest)}  ${summary}`, width);
    return i === cursor ? palette.bold(text) : text;
  });
  return { rows: ['', ...rows] };
}

function leaveBody({ ownJobs }: StudioState, { width }: Size): Body {
  if (ownJobs === 0) return { rows: ['', 'Nothing is at work any more.'] };
  const [what, goesOn] = ownJobs === 1 ? ['One job is', 'It goes'] : [`${ownJobs} jobs are`, 'They go'];
  const rows = [`${what} at work. ${goesOn} on when the studio is left,`, 'and can be watched and stopped from it later.'];
  return { rows: ['', ...rows.map((row) => fitEnd(row, width))] };
}

function emptyRows({ folder, isReadOnly }: StudioState, width: number): string[] {
  const next = isReadOnly ? 'Begin one with: aigc train' : 'Press n to train a model on your own files.';
  return ['', `No runs in ${printable(folder)} yet.`, next].map((row) => fitEnd(row, width));
}
