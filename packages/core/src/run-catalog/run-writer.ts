import { readdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive } from '../run/process-liveness.js';

/** The process that is writing to a run. */
export interface RunWriter {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** Who is writing to a run at this moment; only looks, unlike `lockRun`. One on another machine counts as alive. */
export async function currentWriter(runDir: string): Promise<RunWriter | undefined> {
  const names = await readdir(runDir).catch((): string[] => []);
  for (const name of names.filter((candidate) => /^\.lock-[0-9a-f]+\.json$/.test(candidate))) {
    const holder = await readHolder(join(runDir, name));
    if (holder === undefined) continue;
    const { pid, host, since } = holder;
    if (host !== hostname() || (await isProcessAlive(pid, holder.processStart))) return { pid, host, since };
  }
  return undefined;
}

/** Undefined where it was released meanwhile, or cannot be read: then nobody can say who it was. */
async function readHolder(path: string): Promise<(RunWriter & { readonly processStart?: string }) | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
