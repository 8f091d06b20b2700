import { createInterface } from 'node:readline/promises';
import { isTruthy, UsageError } from '@aigc/cli-kit';

/**
 * Asks a person on the terminal; only `y` or `yes` is a yes.
 *
 * @throws UsageError where nobody can be asked: no terminal, CI, or AIGC_NO_INPUT.
 */
export async function confirm(question: string, env: { readonly [name: string]: string | undefined }): Promise<boolean> {
  if (!isAttended(env)) {
    throw new UsageError('E-CLI-021', 'this needs a yes, and there is no terminal to ask on', {
      note: 'nothing was changed',
      hints: ['pass --yes'],
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** Whether there is a person to ask. */
export function isAttended(env: { readonly [name: string]: string | undefined }): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !isTruthy(env.AIGC_NO_INPUT) && !isTruthy(env.CI);
}
