import { type AigcError, StorageError } from '@aigc/plugin-api';
import { guardStderr } from './guard-stderr.js';

/**
 * Calls back once when standard output can no longer be written: with undefined when the reader has gone (`| head`), with the
 * error to print when the disk behind it is full or failing. Standard error never ends the process.
 */
export function guardStdout(onBroken: (failure: AigcError | undefined) => void): void {
  let isBroken = false;
  guardStderr();
  // oclif's own listener throws, which would end the process with a stack trace.
  process.stdout.removeAllListeners('error');
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (isBroken) return;
    isBroken = true;
    onBroken(cause.code === 'EPIPE' ? undefined : stdoutFailure(cause));
  });
}

function stdoutFailure(cause: NodeJS.ErrnoException): StorageError {
  return new StorageError('E-IO-007', `cannot write to standard output: ${cause.message}`, {
    hints: ['free space on the disk that stdout is redirected to, then run the command again'],
    cause,
  });
}
