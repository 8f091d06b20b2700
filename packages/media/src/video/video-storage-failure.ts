import { basename, dirname } from 'node:path';
import { StorageError } from '@aigc/plugin-api';

/** Names the disk trouble behind a failed write of a video. */
export function videoStorageFailure(path: string, cause: unknown): StorageError {
  const errno = (cause as NodeJS.ErrnoException | undefined)?.code;
  const isFull = errno === 'ENOSPC' || errno === 'EDQUOT';
  const reason = isFull ? 'no space left on the disk' : cause instanceof Error ? cause.message : String(cause);
  return new StorageError(isFull ? 'E-IO-002' : 'E-IO-001', `${reason} while writing ${basename(path)}`, {
    path,
    note: 'an older file of that name is unchanged',
    hints: [
      isFull ? 'free space, or choose another disk with --out' : `check ${dirname(path)}, or choose another folder with --out`,
    ],
    cause,
  });
}
