// One writer a run. Each attempt has a lock file of its own, written complete under a name that is never used again; who
// finds no other live one holds the run. So a stale file can be removed by anyone, and nobody can remove a live one by mistake.
import { randomBytes } from 'node:crypto';
import { access, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunLockedError } from '@aigc/plugin-api';
import { storageFailure } from '../storage/storage-failure.js';
import { isProcessAlive, processStart } from './process-liveness.js';

/** Name of a lock file. */
export const LOCK_NAME = /^\.lock-[0-9a-f]+\.json$/;
// Starters that see each other both step back and try again after a random pause.
const ATTEMPTS = 12;
const MAX_PAUSE_MS = 40;

/** The process that made a lock file. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  /** What tells this process from a later one with the same pid, where the system says. */
  readonly processStart: string | undefined;
}

/** The right to write to a run directory. */
export interface RunLock {
  /**
   * Makes sure that the lock was not taken away, as someone may do while this process is suspended; called before each commit.
   *
   * @throws RunLockedError E-LOCK-003 when it was.
   */
  assertHeld(): Promise<void>;
  /** Gives it back; the process must have stopped writing. */
  release(): Promise<void>;
}

/**
 * Takes the lock of an existing run directory. A holder that died, even by SIGKILL, holds nothing; one that is suspended does.
 *
 * @throws RunLockedError (exit 21) naming the process that has it, and since when.
 */
export async function lockRun(runDir: string): Promise<RunLock> {
  const own = `.lock-${randomBytes(8).toString('hex')}.json`;
  for (let attempt = 1; ; attempt++) {
    await writeLock(runDir, own);
    const other = await liveHolder(runDir, own);
    if (other === undefined) {
      const path = join(runDir, own);
      return { assertHeld: () => assertHeld(path), release: () => rm(path, { force: true }) };
    }
    await rm(join(runDir, own), { force: true });
    if (attempt === ATTEMPTS) throw locked(runDir, other);
    await sleep((randomBytes(1)[0] as number) * (MAX_PAUSE_MS / 255));
  }
}

// The name is never used again: a file that is gone was removed by someone who took this process for dead.
async function assertHeld(path: string): Promise<void> {
  try {
    await access(path);
  } catch (cause) {
    throw new RunLockedError('E-LOCK-003', 'the lock of the run was taken away from this process', {
      path,
      note: 'nothing was written after that; the run belongs to whoever holds it now',
      hints: ['go on with it by --resume once no other process writes to it'],
      cause,
    });
  }
}

async function writeLock(runDir: string, name: string): Promise<void> {
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    processStart: await processStart(process.pid),
  };
  const temporary = join(runDir, `.tmp-${name.slice(1)}`);
  try {
    await writeFile(temporary, JSON.stringify(holder));
    await rename(temporary, join(runDir, name));
  } catch (cause) {
    throw storageFailure('locking the run', runDir, cause);
  }
}

/** Another live holder, if any; locks of dead processes are removed on the way. */
async function liveHolder(runDir: string, own: string): Promise<LockHolder | undefined> {
  for (const name of await readdir(runDir)) {
    if (!LOCK_NAME.test(name) || name === own) continue;
    const path = join(runDir, name);
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (await isHolderAlive(holder)) return holder;
    await rm(path, { force: true });
  }
  return undefined;
}

/** Undefined when it was released meanwhile. */
async function readHolder(path: string): Promise<LockHolder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as LockHolder;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new RunLockedError('E-LOCK-002', 'the lock of the run cannot be read', {
      path,
      hints: ['remove this file if no aigc is writing to the run'],
      cause,
    });
  }
}

/** Is the process there? Of one on another machine nothing can be known: it counts as alive. */
export async function isHolderAlive(holder: LockHolder): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  return isProcessAlive(holder.pid, holder.processStart);
}

function locked(runDir: string, holder: LockHolder): RunLockedError {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return new RunLockedError('E-LOCK-001', `process ${holder.pid}${where} is writing to the run since ${holder.since}`, {
    path: runDir,
    note: 'nothing was changed',
    hints: [
      where === '' ? `wait for it, or stop it with: kill ${holder.pid}` : `if it is gone, remove ${join(runDir, '.lock-*.json')}`,
      'or train another run with --out',
    ],
    retryable: true,
  });
}
