// Code: E-IO-009 too many open files.
import { AigcError, StorageError } from '@aigc/plugin-api';
import { BugError } from './bug-error.js';
import { usageErrorFrom } from './usage-error-from.js';
import { type BugContext, writeBugReport } from './write-bug-report.js';

/** Any thrown value as an AigcError: ours unchanged, oclif's reworded, everything else a bug with a report file. */
export async function toFailure(error: unknown, context: BugContext): Promise<AigcError> {
  const usage = usageErrorFrom(error, context.command);
  if (usage !== undefined) return usage;
  if (AigcError.isInstance(error)) return error;
  const code = (error as { code?: unknown } | undefined)?.code;
  if (code === 'EMFILE' || code === 'ENFILE') return tooManyFiles(error as NodeJS.ErrnoException);
  const path = await writeBugReport(error, context);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new BugError(`unexpected ${message}`, {
    ...(path === undefined ? {} : { path }),
    note: 'this is a bug in aigc or one of its plugins',
    hints: ['run the command again with --debug to see where it happened, and report it with the file above'],
    cause: error,
  });
}

function tooManyFiles(cause: NodeJS.ErrnoException): StorageError {
  return new StorageError('E-IO-009', 'too many open files to open another', {
    ...(cause.path === undefined ? {} : { path: cause.path }),
    hints: ['raise the limit of open files: ulimit -n 1024'],
    cause,
  });
}
