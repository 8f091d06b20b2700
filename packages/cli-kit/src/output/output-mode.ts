import type { CommandIo } from './command-io.js';
import { isTruthy } from './is-truthy.js';

/**
 * How progress is told: JSON lines on stdout, a live view or plain lines on stderr, warnings alone, or not at all since stderr
 * belongs to events.
 */
export type OutputMode = 'json' | 'view' | 'lines' | 'quiet' | 'events';

/** Rows that the live view may take, and what it leaves for the shell's prompt. */
const MIN_ROWS = 12;

/** Chooses the mode: a live view only on a terminal that is tall enough and not in CI. */
export function outputMode(
  io: CommandIo,
  wish: { readonly json: boolean; readonly events: boolean; readonly quiet: boolean },
): OutputMode {
  if (wish.json) return 'json';
  if (wish.events) return 'events';
  if (wish.quiet) return 'quiet';
  const { stderr, env } = io;
  const isCi = env.CI !== undefined && env.CI !== '' && env.CI !== '0' && env.CI !== 'false';
  if (stderr.isTTY !== true || isCi || env.TERM === 'dumb' || isTruthy(env.AIGC_NO_PROGRESS)) return 'lines';
  return (stderr.rows ?? 0) >= MIN_ROWS && (stderr.columns ?? 0) > 0 ? 'view' : 'lines';
}
