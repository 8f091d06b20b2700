import { appendFileSync, closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFailure } from '../storage/storage-failure.js';
import { writeFileAtomic } from '../storage/write-file-atomic.js';

/** Losses and speed of every step, one JSON object a line. */
export const METRICS_FILE = 'metrics.jsonl';

/** One line of the log. */
export interface MetricsRecord {
  readonly step: number;
  readonly [name: string]: number;
}

/** Appends to `metrics.jsonl`. */
export class MetricsLog {
  private readonly path: string;
  /** The lines that were there when the log was opened. */
  readonly history: readonly MetricsRecord[];
  private file: number;

  private constructor(path: string, history: readonly MetricsRecord[]) {
    this.path = path;
    this.history = history;
    this.file = openSync(path, 'a');
  }

  /**
   * Opens the log of a run that goes on after `step`: later lines are cut off (their steps will be repeated), and so is a
   * last line that a crash left incomplete.
   *
   * @throws StorageError when it cannot be written.
   */
  static async open(runDir: string, step: number): Promise<MetricsLog> {
    const path = join(runDir, METRICS_FILE);
    const kept = await keepUpTo(path, step);
    try {
      return new MetricsLog(
        path,
        kept.map((line) => JSON.parse(line) as MetricsRecord),
      );
    } catch (cause) {
      throw storageFailure(`opening ${METRICS_FILE}`, path, cause);
    }
  }

  /** @throws StorageError when the disk is full or failing. */
  append(record: MetricsRecord): void {
    try {
      appendFileSync(this.file, `${JSON.stringify(record)}\n`);
    } catch (cause) {
      throw storageFailure(`writing ${METRICS_FILE}`, this.path, cause, 'checkpoints are untouched');
    }
  }

  /** Takes the lines of later steps back: their steps are repeated. */
  async cutAfter(step: number): Promise<void> {
    closeSync(this.file);
    await keepUpTo(this.path, step);
    this.file = openSync(this.path, 'a');
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Cuts off the lines of later steps, and a last line that is incomplete; gives those that stay. */
async function keepUpTo(path: string, step: number): Promise<string[]> {
  const text = await readText(path);
  const kept = text.split('\n').filter((line) => stepOf(line) <= step);
  const cut = kept.map((line) => `${line}\n`).join('');
  if (cut !== text) await writeFileAtomic(path, cut);
  return kept;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw storageFailure(`reading ${METRICS_FILE}`, path, cause);
  }
}

/** Infinity for what is no complete line. */
function stepOf(line: string): number {
  try {
    const { step } = JSON.parse(line) as { step?: unknown };
    return typeof step === 'number' ? step : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
