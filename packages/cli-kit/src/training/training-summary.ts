import type { Verdict } from '@aigc/plugin-api';
import { displayPath, shellArgument } from '../text/display-path.js';
import { formatDuration } from '../text/format-duration.js';
import { formatCount, formatRate } from '../text/format-number.js';
import { deviceText } from './training-lines.js';
import type { TrainingProgress } from './training-progress.js';

const REASONS = {
  steps: 'all steps done',
  budget: 'time budget used up',
  patience: 'no better validation',
  interrupted: 'interrupted',
} as const;

/** What a finished run left behind and the command to type next, one fact a line. */
export function trainingSummary(progress: TrainingProgress, cwd: string): string[] {
  const { start, end } = progress;
  if (end === undefined) return [];
  const run = displayPath(end.run, cwd);
  const lines = [`run         ${run}`, `checkpoint  ${displayPath(end.checkpoint, cwd)}`];
  if (end.bestCheckpoint !== undefined && end.bestCheckpoint !== end.checkpoint) {
    lines.push(`best        ${displayPath(end.bestCheckpoint, cwd)}`);
  }
  if (end.samples !== undefined) lines.push(`samples     ${displayPath(end.samples, cwd)}`);
  lines.push(
    `steps       ${formatCount(end.step)} in ${formatDuration(end.seconds)} (${REASONS[end.reason]})`,
    `speed       ${formatRate(end.itemsPerSecond)} ${end.itemUnit}/s`,
    `device      ${deviceText(end.device)}`,
  );
  const argument = shellArgument(run);
  if (end.reason === 'interrupted') lines.push(`go on       aigc train ${start?.family ?? ''} --resume ${argument}`);
  lines.push(...verdictLines(end.verdict));
  lines.push(`next        aigc generate ${argument}${end.itemUnit === 'images' ? ' --seeds 0-15 --grid' : ''}`);
  return lines;
}

/** What is to be thought of the run, and what to try next. */
function verdictLines(verdict: Verdict | undefined): string[] {
  if (verdict === undefined) return [];
  const hints = verdict.findings.flatMap(({ message, hint }) => [
    // the summary is the weightiest finding
    ...(message === verdict.summary ? [] : [`            ${message}`]),
    ...(hint === undefined ? [] : [`            try: ${hint}`]),
  ]);
  return [`verdict     ${verdict.level}: ${verdict.summary}`, ...hints];
}
