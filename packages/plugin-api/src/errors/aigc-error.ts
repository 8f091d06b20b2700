const MARK = Symbol.for('aigc.error');

/** What a failure tells a person and a script. Everything but `message` is optional. */
export interface AigcErrorDetails {
  /** Where: a file, folder, flag or setting the message is about. */
  readonly path?: string;
  /** What is safe now: nothing lost, last good checkpoint, how many steps repeat. */
  readonly note?: string;
  /** What to do next, one command or sentence each. */
  readonly hints?: readonly string[];
  /** May the same command succeed if it is run again unchanged? */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/**
 * A failure that the user, the data or the machine caused, as opposed to a bug.
 *
 * Printed without a stack as `error[CODE]: message`, `--> path`, `note:`, `help:`. Messages say what failed, on which
 * object and why: lower case, no full stop.
 */
export class AigcError extends Error {
  /** Stable public code, e.g. `E-DATA-002`. */
  readonly code: string;
  /** Process exit status; the table is in `exit-codes.ts`. */
  readonly exitCode: number;
  readonly path: string | undefined;
  readonly note: string | undefined;
  readonly hints: readonly string[];
  readonly retryable: boolean;
  readonly [MARK] = true;

  constructor(code: string, exitCode: number, message: string, details: AigcErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.exitCode = exitCode;
    this.path = details.path;
    this.note = details.note;
    this.hints = details.hints ?? [];
    this.retryable = details.retryable ?? false;
  }

  /** True for an AigcError of any copy of this package (two plugins may each bring one). */
  static isInstance(error: unknown): error is AigcError {
    return typeof error === 'object' && error !== null && MARK in error;
  }
}
