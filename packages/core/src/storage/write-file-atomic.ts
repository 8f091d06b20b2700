// The popular packages for this rename a truncated file over the good one when the disk is full (they ignore the byte
// count of one write); FileHandle.writeFile loops until everything is written, or throws.
import { mkdir, open, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { removeLeftover } from './remove-leftover.js';
import { storageFailure } from './storage-failure.js';

/** Flushes a folder's entries, so that a rename in it survives a power loss. Windows cannot, and need not. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a new file completely and flushes it; on failure what was written is removed. */
export async function writeFileSynced(path: string, bytes: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } catch (cause) {
    await handle.close();
    await removeLeftover(path);
    throw cause;
  }
  await handle.close();
}

/**
 * Writes a file so that a reader sees the old content or the new, never a part: temporary file in the same folder, flush,
 * rename, flush of the folder. Missing parent folders are made.
 *
 * @throws StorageError (exit 20) when the disk is full, read-only or failing; the old file is then intact.
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.tmp-${basename(path)}-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFileSynced(temporary, bytes);
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (cause) {
    await removeLeftover(temporary);
    throw storageFailure(`writing ${basename(path)}`, path, cause);
  }
}
