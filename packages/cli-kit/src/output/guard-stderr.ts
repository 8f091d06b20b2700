import { EXIT } from '@aigc/plugin-api';

/**
 * Lets a command go on when standard error can no longer be written. A reader that has gone is no failure; a disk that is full or
 * failing makes the exit status 20, since there is no other way left to tell.
 */
export function guardStderr(): void {
  process.stderr.removeAllListeners('error');
  process.stderr.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') process.exitCode ??= EXIT.storage;
  });
}
