import type { CommandIo, TextStream } from './command-io.js';
import { isTruthy } from './is-truthy.js';

/**
 * May colour be written to this stream? Only to a terminal, and not against NO_COLOR, `--no-color` or `TERM=dumb`.
 *
 * @see https://no-color.org
 */
export function hasColor(stream: TextStream, env: CommandIo['env'], argv: readonly string[] = []): boolean {
  if (env.NO_COLOR || isTruthy(env.AIGC_NO_COLOR) || argv.includes('--no-color') || env.FORCE_COLOR === '0') return false;
  if (env.FORCE_COLOR) return true;
  return stream.isTTY === true && env.TERM !== 'dumb';
}
