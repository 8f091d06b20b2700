// A job is worked on by the process whose claim file exists. Claims are made by link(), which fails where one exists; the claim of
// a dead process is renamed away first, which succeeds for one process only.
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive, processStart, storageFailure } from '@aigc/core';

/** A claim of another machine counts as alive for so long after its last sign of life. */
const LEASE_MS = 60_000;
const HEARTBEAT_MS = 10_000;

interface Claimant {
  readonly pid: number;
  readonly host: string;
  readonly processStart: string | undefined;
}

/** The right to work on a job. */
export interface Claim {
  release(): Promise<void>;
}

/** Claims a job; undefined when a living process has it. @throws StorageError when the disk refuses. */
export async function claimJob(root: string, key: string): Promise<Claim | undefined> {
  const folder = join(root, 'claims');
  const path = join(folder, `${key}.json`);
  const own = join(folder, `.tmp-${key}-${randomBytes(6).toString('hex')}`);
  const claimant: Claimant = { pid: process.pid, host: hostname(), processStart: await processStart(process.pid) };
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(own, JSON.stringify(claimant));
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
  const beat = (): void => {
    const now = new Date();
    // a missed beat is made up for by the next one
    utimes(path, now, now).catch(() => undefined);
  };
  const timer = setInterval(beat, HEARTBEAT_MS);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      await rm(path, { force: true });
    },
  };
}

async function isHeld(path: string): Promise<boolean> {
  try {
    const claimant = JSON.parse(await readFile(path, 'utf8')) as Claimant;
    if (claimant.host === hostname()) return await isProcessAlive(claimant.pid, claimant.processStart);
    return Date.now() - (await stat(path)).mtimeMs < LEASE_MS;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}
