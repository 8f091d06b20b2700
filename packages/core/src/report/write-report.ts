import { extname, resolve } from 'node:path';
import type { ArtifactEvent } from '@aigc/plugin-api';
import type { ListedRun } from '../run-catalog/list-runs.js';
import { readRun } from '../run-catalog/run-summary.js';
import { writeFileAtomic } from '../storage/write-file-atomic.js';
import { writeNewFile } from '../storage/write-new-file.js';
import { comparisonImage } from './comparison-image.js';
import { comparisonReport } from './comparison-report.js';
import { runReport } from './run-report.js';

/** What to write about, and where. */
export interface WriteReportOptions {
  /** One run, or several to compare. */
  readonly runDirs: readonly string[];
  /** A name that ends in .png gets the newest sample sheets side by side instead of a page. */
  readonly out: string;
  /** Replace a file that is there. */
  readonly overwrite?: boolean | undefined;
}

/** A page on disk. */
export interface WrittenReport {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes one self-contained HTML page about a run, or about several.
 *
 * @throws InvalidConfigError where a folder is no run, or the file is there; DecodeError for a damaged sample sheet; StorageError.
 */
export async function* writeReport({
  runDirs,
  out,
  overwrite,
}: WriteReportOptions): AsyncGenerator<ArtifactEvent, WrittenReport> {
  const runs: ListedRun[] = [];
  for (const runDir of runDirs) {
    const run = await readRun(runDir);
    for (const message of run.summary.warnings) yield { type: 'warning', message };
    runs.push(run);
  }
  const path = resolve(out);
  const page = await contentOf(runs, extname(path));
  if (overwrite === true) await writeFileAtomic(path, page);
  else await writeNewFile(path, page, false);
  yield { type: 'artifact-written', path, kind: 'report' };
  return { path, bytes: page.length };
}

async function contentOf(runs: readonly ListedRun[], extension: string): Promise<Uint8Array> {
  if (extension.toLowerCase() === '.png') return comparisonImage(runs.map(({ summary }) => summary));
  const [only] = runs;
  return Buffer.from(runs.length === 1 && only !== undefined ? await runReport(only) : await comparisonReport(runs));
}
