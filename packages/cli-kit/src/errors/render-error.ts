import type { AigcError } from '@aigc/plugin-api';
import type { Palette } from '../text/palette.js';
import { printable } from '../text/printable.js';

/** What a script reads about a failure, under the key `error`. Keys are public: they are always there, null where unknown. */
export interface ErrorFacts {
  readonly code: string;
  readonly message: string;
  readonly path: string | null;
  readonly note: string | null;
  readonly cause: string | null;
  readonly hint: string | null;
  readonly retryable: boolean;
  readonly exit: number;
}

/** A failure for a person: what failed, where, what is safe now, what to do. Ends in a line feed. */
export function renderError(error: AigcError, palette: Palette): string {
  const lines = [`${palette.bold(palette.red(`error[${error.code}]`))}${palette.bold(`: ${printable(error.message)}`)}`];
  if (error.path !== undefined) lines.push(`  ${palette.cyan('-->')} ${printable(error.path)}`);
  if (error.note !== undefined) lines.push(`${palette.bold('note')}: ${printable(error.note)}`);
  for (const hint of error.hints) lines.push(`${palette.bold(palette.green('help'))}: ${printable(hint)}`);
  return `${lines.join('\n')}\n`;
}

/** A failure for a script. */
export function errorFacts(error: AigcError): ErrorFacts {
  return {
    code: error.code,
    message: error.message,
    path: error.path ?? null,
    note: error.note ?? null,
    cause: error.cause === undefined ? null : causeText(error.cause),
    hint: error.hints.length === 0 ? null : error.hints.join('\n'),
    retryable: error.retryable,
    exit: error.exitCode,
  };
}

/** The stacks of an error and of what caused it; shown with `--debug` only. */
export function renderStack(error: unknown): string {
  const stacks: string[] = [];
  for (let at = error; at instanceof Error && stacks.length < 8; at = at.cause) stacks.push(at.stack ?? String(at));
  return stacks.length === 0 ? `${String(error)}\n` : `${stacks.join('\ncaused by: ')}\n`;
}

function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
