// A job is worked on by the process whose claim file exists. Claims are made by link(), which fails where one exists; the claim of
// a dead process is renamed away first, which succeeds for one process only.
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFailure } from '@aigc/core';
import { isMarkAlive, keepAlive, ownMark, type ProcessMark } from './process-mark.js';

/** The right to work on a job. */
export interface Claim {
  release(): Promise<void>;
}

/** Claims a job; undefined when a living process has it. @throws StorageError when the disk refuses. */
export async function claimJob(root: string, key: string): Promise<Claim | undefined> {
  const folder = join(root, 'claims');
  const path = join(folder, `${key}.json`);
  const own = join(folder, `.tmp-${key}-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(own, JSON.stringify(await ownMark()));
    for (let attempt = 0; attempt < 2; attempt++) {
      if (await tryLink(own, path)) return hold(path);
      if (await isHeld(path)) return undefined;
      await rename(path, `${own}-stale`).catch(() => undefined);
      await rm(`${own}-stale`, { force: true });
    }
    return undefined;
  } catch (cause) {
    throw storageFailure('claiming a job', path, cause);
  } finally {
    await rm(own, { force: true });
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

function hold(path: string): Claim {
  const stopBeating = keepAlive(path);
  return {
    async release() {
      stopBeating();
      await rm(path, { force: true });
    },
  };
}

async function isHeld(path: string): Promise<boolean> {
  try {
    const claimant = JSON.parse(await readFile(path, 'utf8')) as ProcessMark;
    return await isMarkAlive(claimant, (await stat(path)).mtimeMs);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}
