import { fitEnd } from '../text/fit-text.js';
import { formatDuration } from '../text/format-duration.js';
import { formatCount } from '../text/format-number.js';
import type { Palette } from '../text/palette.js';
import { printable } from '../text/printable.js';
import { withBar } from '../text/progress-bar.js';
import { jobTime, progressShare, progressText } from './job-text.js';
import { countJobs, type JobState, type PipelineState } from './pipeline-state.js';

/** What decides how the rows look, besides the pipeline itself. */
export interface PipelineRowOptions {
  readonly columns: number;
  readonly palette: Palette;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** A signal came: the jobs save and stop. */
  readonly isStopping: boolean;
}

/** With the rows of the whole and of the keys, eight. */
const MAX_JOBS = 6;
const BAR = { least: 8, most: 24 };
const MAX_NAME = 32;
const TIME_WIDTH = 7;

/** The live part of `aigc run`: jobs at work, the whole, the key; at most 8 rows, none wider than the terminal. */
export function pipelineViewRows(pipeline: PipelineState, options: PipelineRowOptions): string[] {
  const width = options.columns - 1;
  const running = pipeline.jobs.filter(({ state }) => state === 'running');
  const shown = running.length > MAX_JOBS ? running.slice(0, MAX_JOBS - 1) : running;
  const rest = running.length - shown.length;
  return [
    ...jobRows(shown, options, width),
    ...(rest === 0 ? [] : [options.palette.dim(fitEnd(`and ${rest} more at work`, width))]),
    wholeRow(pipeline, options.palette, width),
    hintRow(options, width),
  ];
}

/** Jobs at work, one a row: name, how long, how far, when it ends. */
export function jobRows(
  jobs: readonly JobState[],
  { palette, nowMs }: Pick<PipelineRowOptions, 'palette' | 'nowMs'>,
  width: number,
): string[] {
  const longest = Math.max(0, ...jobs.map(({ id }) => id.length));
  const nameWidth = Math.min(longest, MAX_NAME, Math.floor(0.45 * width));
  const room = width - nameWidth - TIME_WIDTH - 3;
  const texts = jobs.map(({ progress }) => jobText(progress, room));
  const textWidth = Math.max(0, ...texts.map((text) => text.length));
  return jobs.map((job, i) => {
    const name = fitEnd(printable(job.id), nameWidth).padEnd(nameWidth);
    const time = jobTime(job, nowMs).padStart(TIME_WIDTH);
    const bar = withBar((texts[i] ?? '').padEnd(textWidth), progressShare(job.progress), { ...BAR, room }, palette);
    return `${palette.bold(name)} ${palette.dim(time)}  ${bar}`.trimEnd();
  });
}

function jobText(progress: JobState['progress'], room: number): string {
  const far = progressText(progress);
  const both = progress?.etaS === undefined ? far : `${far}  ETA ${formatDuration(progress.etaS)}`;
  return both.length <= room ? both : fitEnd(far, room);
}

/** How many jobs stand how, and when all are done. */
export function wholeRow(pipeline: PipelineState, palette: Palette, width: number): string {
  const { done, running, failed, waiting } = countJobs(pipeline);
  const total = pipeline.jobs.length;
  const eta = pipeline.etaS === undefined ? [] : [`ETA ${formatDuration(pipeline.etaS)}`];
  const some = (count: number, what: string): string[] => (count === 0 ? [] : [`${formatCount(count)} ${what}`]);
  const whole = `${formatCount(done)}/${formatCount(total)} done`;
  const texts = [
    [whole, ...some(running, 'running'), ...some(waiting, 'waiting'), ...some(failed, 'failed'), ...eta],
    [whole, ...some(failed, 'failed'), ...eta],
    [whole],
  ].map((words) => words.join('  '));
  const text = texts.find((candidate) => candidate.length <= width) ?? '';
  return withBar(text, total === 0 ? undefined : done / total, { ...BAR, room: width }, palette);
}

function hintRow({ palette, isStopping }: PipelineRowOptions, width: number): string {
  if (isStopping) return palette.yellow(fitEnd('stopping: jobs save; Ctrl-C leaves at once', width));
  return palette.dim(fitEnd('Ctrl-C saves and stops', width));
}
