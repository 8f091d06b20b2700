import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verdict } from '@aigc/plugin-api';
import { writeFileAtomic } from '../storage/write-file-atomic.js';

/** The file of a run that says how it went. */
export const VERDICT_FILE = 'verdict.json';

/** Stores the verdict of a run that has ended. @throws StorageError (exit 20) when the disk refuses. */
export function writeVerdict(runDir: string, verdict: Verdict): Promise<void> {
  return writeFileAtomic(join(runDir, VERDICT_FILE), `${JSON.stringify(verdict, undefined, 2)}\n`);
}

/** Undefined where a run has none, or one that cannot be read: it can be judged again. */
export async function readVerdict(runDir: string): Promise<Verdict | undefined> {
  const text = await readFile(join(runDir, VERDICT_FILE), 'utf8').catch(() => '');
  try {
    const verdict = JSON.parse(text) as Verdict;
    return typeof verdict.summary === 'string' && Array.isArray(verdict.findings) ? verdict : undefined;
  } catch {
    return undefined;
  }
}
