import { jobTime, progressShare, progressText } from '../../pipeline/job-text.js';
import type { JobState, PipelineState } from '../../pipeline/pipeline-state.js';
import { wholeRow } from '../../pipeline/pipeline-view-rows.js';
import { displayPath } from '../../text/display-path.js';
import { fitEnd, fitStart } from '../../text/fit-text.js';
import { formatDuration } from '../../text/format-duration.js';
import type { Palette } from '../../text/palette.js';
import { printable } from '../../text/printable.js';
import { withBar } from '../../text/progress-bar.js';
import { fillRows, windowAround } from './frame.js';
import { wrapped } from './wrapped.js';

/** What decides how rows about a pipeline look, besides it. */
export interface PipelineRowsOptions {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** What a person looks for first. */
const URGENCY: readonly JobState['state'][] = [
  'running',
  'failed',
  'interrupted',
  'later',
  'waiting',
  'blocked',
  'done',
  'skipped',
];
/** Narrower screens have no room for the progress of jobs beside them. */
const WIDE = 60;
const STATE_WIDTH = 11;
const TIME_WIDTH = 7;
const BAR = { least: 8, most: 16 };
const MAX_NAME = 36;

/** Jobs at work first, then what failed, what is left and what is done; else in the order of the plan. */
export function byUrgency(jobs: readonly JobState[]): JobState[] {
  return [...jobs].sort((a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state));
}

/** The jobs of a pipeline around the one that is looked at, and what there is to say about that. */
export function pipelineJobRows(pipeline: PipelineState, job: string | undefined, options: PipelineRowsOptions): string[] {
  const { width, height, palette, cwd } = options;
  const jobs = byUrgency(pipeline.jobs);
  const at = Math.max(
    0,
    jobs.findIndex(({ id }) => id === job),
  );
  const current = jobs[at];
  const why = current?.message === undefined ? [] : wrapped(printable(current.message), width, 2);
  const log = current?.log === undefined ? [] : [`${palette.dim('log')} ${fitStart(displayPath(current.log, cwd), width - 4)}`];
  const facts = [...why.map(current?.state === 'failed' ? palette.red : palette.dim), ...log];
  const count = height - 1 - facts.length;
  const { from, to } = windowAround(jobs.length, at, count);
  const longest = Math.max(4, ...jobs.map(({ id }) => id.length));
  const nameWidth = Math.min(longest, MAX_NAME, Math.max(12, Math.floor(0.45 * width)));
  const rows = jobs.slice(from, to).map((each, i) => jobRow(each, from + i === at, { ...options, nameWidth }));
  return [wholeRow(pipeline, palette, width), ...fillRows(rows, count), ...facts];
}

function jobRow(job: JobState, isCurrent: boolean, options: PipelineRowsOptions & { readonly nameWidth: number }): string {
  const { palette, nowMs, nameWidth, width } = options;
  const name = fitEnd(printable(job.id), nameWidth).padEnd(nameWidth);
  const text = `${isCurrent ? '>' : ' '} ${name} ${stateText(job, width).padEnd(STATE_WIDTH)} ${jobTime(job, nowMs).padStart(TIME_WIDTH)}`;
  const styled = isCurrent ? palette.bold : job.state === 'failed' ? palette.red : job.state === 'running' ? String : palette.dim;
  return `${styled(fitEnd(text, width))}${progressPart(job, width - text.length, palette)}`;
}

/** `running 25%` where there is no room for more. */
function stateText({ state, progress }: JobState, width: number): string {
  const share = progressShare(progress);
  return width >= WIDE || share === undefined ? state : `${state} ${Math.floor(99 * share)}%`;
}

/** How far a job is, after its row, as far as there is room. */
function progressPart({ progress }: JobState, room: number, palette: Palette): string {
  if (progress === undefined) return '';
  const eta = progress.etaS === undefined ? '' : `  ETA ${formatDuration(progress.etaS)}`;
  const far = `  ${progressText(progress)}`;
  const text = `${far}${eta}`.length <= room ? `${far}${eta}` : far.length <= room ? far : '';
  return withBar(text, progressShare(progress), { ...BAR, room }, palette);
}
