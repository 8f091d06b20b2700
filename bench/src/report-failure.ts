import { AigcError } from '@aigc/plugin-api';

/** Prints what the user can mend and sets the exit status; anything else is a bug and is thrown on with its stack. */
export function reportFailure(error: unknown): void {
  if (!AigcError.isInstance(error)) throw error;
  const lines = [`error[${error.code}]: ${error.message}`, ...error.hints.map((hint) => `help: ${hint}`)];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = error.exitCode;
}
