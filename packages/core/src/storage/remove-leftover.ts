import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFailure } from './storage-failure.js';

/** Removes what a failed write left behind. A second failure is not reported: it would hide the first, which says why. */
export async function removeLeftover(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch {}
}

/**
 * Removes the half-written files and folders (`.tmp-...`) that a killed process left in a folder, where nobody else writes.
 *
 * @param whose names of those that nobody else can be writing; default all
 * @throws StorageError when the disk refuses.
 */
export async function removeTemporaries(folder: string, whose = /^\.tmp-/): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      if (whose.test(name)) await rm(join(folder, name), { recursive: true, force: true });
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw storageFailure('clearing half-written files', folder, cause);
  }
}
