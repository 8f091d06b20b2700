import { dirname } from 'node:path';
import { StorageError } from '@aigc/plugin-api';

const REASONS: { readonly [code: string]: readonly [code: `E-IO-${string}`, reason: string, hint: string] } = {
  ENOSPC: ['E-IO-002', 'no space left on the disk', 'free space, or choose another disk with --out'],
  EDQUOT: ['E-IO-002', 'the disk quota is used up', 'free space, or choose another disk with --out'],
  EROFS: ['E-IO-003', 'the file system is read-only', 'choose another folder with --out'],
  EACCES: ['E-IO-004', 'permission denied', 'check who owns the folder, or choose another one with --out'],
  EPERM: ['E-IO-004', 'permission denied', 'check who owns the folder, or choose another one with --out'],
  ENOTDIR: ['E-IO-005', 'a part of the path is a file, not a folder', 'choose another folder with --out'],
  EEXIST: ['E-IO-005', 'a file is where a folder should be', 'choose another folder with --out'],
  EIO: ['E-IO-006', 'the disk reported an input/output error', 'check the disk, then run the command again'],
};

/** Turns a failed file-system call into a StorageError that says what was being written, why it failed and what is safe. */
export function storageFailure(action: string, path: string, cause: unknown, note?: string): StorageError {
  const errno = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  const [code, reason, hint] = REASONS[errno] ?? ['E-IO-001', errno || String(cause), `check ${dirname(path)}`];
  return new StorageError(code, `${reason} while ${action}`, {
    path,
    ...(note === undefined ? {} : { note }),
    hints: [hint],
    cause,
  });
}
