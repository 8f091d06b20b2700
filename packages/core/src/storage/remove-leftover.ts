import { rm } from 'node:fs/promises';

/** Removes what a failed write left behind. A second failure is not reported: it would hide the first, which says why. */
export async function removeLeftover(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch {}
}
