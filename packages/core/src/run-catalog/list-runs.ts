// Code: E-CONFIG-140 no folder of runs.
import { access, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AigcError, InvalidConfigError } from '@aigc/plugin-api';
import { storageFailure } from '../storage/storage-failure.js';
import type { MetricHistory } from './metric-history.js';
import { type RunSummary, readRun } from './run-summary.js';

/** A run with its curves. */
export interface ListedRun {
  readonly summary: RunSummary;
  readonly history: MetricHistory;
}

/** The runs of a folder. */
export interface RunList {
  /** Newest first. */
  readonly runs: readonly ListedRun[];
  /** A sentence about each run that cannot be read. */
  readonly warnings: readonly string[];
}

/**
 * Finds the runs that lie directly in a folder, or the one that the folder is.
 *
 * @throws InvalidConfigError E-CONFIG-140 where there is no such folder.
 */
export async function listRuns(folder: string): Promise<RunList> {
  const path = resolve(folder);
  const candidates = (await isRun(path)) ? [path] : (await namesIn(path)).map((name) => join(path, name));
  const runs: ListedRun[] = [];
  const warnings: string[] = [];
  for (const candidate of candidates) {
    if (!(await isRun(candidate))) continue;
    try {
      runs.push(await readRun(candidate));
    } catch (error) {
      if (!AigcError.isInstance(error)) throw error;
      warnings.push(`${error.message} (${error.path ?? candidate})`);
    }
  }
  const time = ({ summary }: ListedRun): number => Date.parse(summary.files.info.createdAt) || 0;
  return { runs: runs.sort((a, b) => time(b) - time(a)), warnings };
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw storageFailure('looking for runs', path, cause);
    throw new InvalidConfigError(
      'E-CONFIG-140',
      code === 'ENOENT' ? 'there is no such folder of runs' : 'this is a file, not a folder',
      {
        path,
        hints: ['name the folder that holds your runs, or begin one with `aigc train`'],
        cause,
      },
    );
  }
}

function isRun(path: string): Promise<boolean> {
  return access(join(path, 'run.json')).then(
    () => true,
    () => false,
  );
}
