import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isHolderAlive, LOCK_NAME, type LockHolder } from '../run/run-lock.js';

/** The process that is writing to a run. */
export type RunWriter = Pick<LockHolder, 'pid' | 'host' | 'since'>;

/** Who is writing to a run at this moment; only looks, unlike `lockRun`. One on another machine counts as alive. */
export async function currentWriter(runDir: string): Promise<RunWriter | undefined> {
  const names = await readdir(runDir).catch((): string[] => []);
  for (const name of names.filter((candidate) => LOCK_NAME.test(candidate))) {
    const holder = await readHolder(join(runDir, name));
    if (holder === undefined || !(await isHolderAlive(holder))) continue;
    const { pid, host, since } = holder;
    return { pid, host, since };
  }
  return undefined;
}

/** Undefined where it was released meanwhile, or cannot be read: then nobody can say who it was. */
async function readHolder(path: string): Promise<LockHolder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
