import { formatDuration } from '../text/format-duration.js';
import { formatCount } from '../text/format-number.js';
import { printable } from '../text/printable.js';
import type { JobProgressState, JobState } from './pipeline-state.js';

/** `step 1,200/4,000`, `drawing 3/72`; empty before anything is known. */
export function progressText(progress: JobProgressState | undefined): string {
  if (progress === undefined) return '';
  const total = progress.total === undefined ? '' : `/${formatCount(progress.total)}`;
  return `${printable(progress.stage)} ${formatCount(progress.done)}${total}`;
}

/** Done share of a job, 0 to 1; undefined where no end is known. */
export function progressShare(progress: JobProgressState | undefined): number | undefined {
  return progress?.total === undefined || progress.total === 0 ? undefined : progress.done / progress.total;
}

/** How long a job runs, or took. @param nowMs milliseconds since 1970 */
export function jobTime({ startedMs, seconds }: JobState, nowMs: number): string {
  if (startedMs !== undefined) return formatDuration(Math.max(0, (nowMs - startedMs) / 1000));
  return seconds === undefined ? '-' : formatDuration(seconds);
}
