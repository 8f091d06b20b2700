// Code: E-CONFIG-112 file with other content.
import { readFile } from 'node:fs/promises';
import { InvalidConfigError } from '@aigc/plugin-api';
import { storageFailure } from './storage-failure.js';
import { writeFileAtomic } from './write-file-atomic.js';

/**
 * Writes a file that does not exist yet; one with the same content is left as it is, one with other content is replaced only
 * with `overwrite`.
 *
 * @throws InvalidConfigError E-CONFIG-112 where a file would be replaced; StorageError (exit 20) when the disk refuses.
 */
export async function writeNewFile(path: string, bytes: Uint8Array, overwrite: boolean): Promise<void> {
  const old = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw storageFailure('looking at the file that is there', path, cause);
  });
  if (old?.equals(bytes)) return;
  if (old !== undefined && !overwrite) {
    throw new InvalidConfigError('E-CONFIG-112', 'the file exists with other content', {
      path,
      note: 'it was not changed',
      hints: ['choose another place with --out, or pass --overwrite'],
    });
  }
  await writeFileAtomic(path, bytes);
}
