// A job is worked on by the process that finds no claim of another living one. Each claim is a file of its own, complete from the
// start and under a name that is never used again: those of the dead can be removed by anyone, and no living one by mistake.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFailure } from '@aigc/core';
import { isMarkAlive, keepAlive, ownMark, type ProcessMark } from './process-mark.js';

/** The right to work on a job. */
export interface Claim {
  release(): Promise<void>;
}

const TEMPORARY = '.tmp-';

/**
 * Claims a job. Of several that claim it in the same moment none may get it: they try again later.
 *
 * @returns undefined when another living process has it
 * @throws StorageError when the disk refuses
 */
export async function claimJob(root: string, key: string): Promise<Claim | undefined> {
  const folder = join(root, 'claims');
  const own = `${key}.${randomBytes(6).toString('hex')}.json`;
  const [path, temporary] = [join(folder, own), join(folder, TEMPORARY + own)];
  try {
    await mkdir(folder, { recursive: true });
    // most jobs that are looked at in vain cost nothing but this look
    if (await isClaimed(folder, key, own)) return undefined;
    await writeFile(temporary, JSON.stringify(await ownMark()));
    await rename(temporary, path);
    if (!(await isClaimed(folder, key, own))) return hold(path);
    await rm(path, { force: true });
    return undefined;
  } catch (cause) {
    await rm(temporary, { force: true });
    throw storageFailure('claiming a job', path, cause);
  }
}

/** Removes the claims of processes that died, and what is left of those that died while they made one. */
export async function sweepClaims(root: string): Promise<void> {
  const folder = join(root, 'claims');
  try {
    for (const name of await listClaims(folder)) await removeDead(join(folder, name));
  } catch (cause) {
    throw storageFailure('removing the claims of dead processes', folder, cause);
  }
}

/** Has a living process claimed the job, other than by the claim `own`? Claims of the dead are removed on the way. */
async function isClaimed(folder: string, key: string, own: string): Promise<boolean> {
  for (const name of await listClaims(folder)) {
    if (name.startsWith(`${key}.`) && name !== own && !(await removeDead(join(folder, name)))) return true;
  }
  return false;
}

/** False where a living process made the file. */
async function removeDead(path: string): Promise<boolean> {
  if (await isOfLiving(path)) return false;
  await rm(path, { force: true });
  return true;
}

async function isOfLiving(path: string): Promise<boolean> {
  try {
    const [{ mtimeMs }, text] = [await stat(path), await readFile(path, 'utf8')];
    return await isMarkAlive(parseMark(text), mtimeMs);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}

/** Undefined for one that is being written, or was when the machine lost power. */
function parseMark(text: string): ProcessMark | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function listClaims(folder: string): Promise<string[]> {
  return readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw cause;
  });
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
