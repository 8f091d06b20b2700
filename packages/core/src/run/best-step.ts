import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../storage/write-file-atomic.js';
import type { MetricsRecord } from './metrics-log.js';

/** The file of a run that names its best checkpoint. */
export const BEST_FILE = 'best.json';

/** The best checkpoint of a run by validation. */
export interface BestStep {
  readonly step: number;
  readonly metric: string;
  readonly value: number;
}

/** Follows one validation metric, lower is better; its history is in the metrics of the run, so a resume loses nothing. */
export class BestTracker {
  private readonly metric: string;
  private readonly every: number;
  private best: BestStep | undefined;
  private withoutGain = 0;

  /** @param every steps between validations; one more at the end of a command does not count against patience */
  constructor(metric: string, every: number, history: readonly MetricsRecord[]) {
    this.metric = metric;
    this.every = every;
    for (const { step, [metric]: value } of history) if (value !== undefined) this.add(step, value);
  }

  /** Validations since the best one. */
  get stale(): number {
    return this.withoutGain;
  }

  /** The best so far. */
  get current(): BestStep | undefined {
    return this.best;
  }

  /** Notes a validation; true when it is the best so far. */
  add(step: number, value: number): boolean {
    const isBest = this.best === undefined || value < this.best.value;
    if (isBest) this.best = { step, metric: this.metric, value };
    if (isBest) this.withoutGain = 0;
    else if (step % this.every === 0) this.withoutGain += 1;
    return isBest;
  }
}

/** Writes `best.json`; the checkpoint it names must be on disk. */
export function writeBestStep(runDir: string, best: BestStep): Promise<void> {
  return writeFileAtomic(join(runDir, BEST_FILE), `${JSON.stringify(best)}\n`);
}

/** Undefined where a run has none, or one that cannot be read: the newest checkpoint is as good a choice then. */
export async function readBestStep(runDir: string): Promise<BestStep | undefined> {
  const text = await readFile(join(runDir, BEST_FILE), 'utf8').catch(() => '');
  try {
    const best = JSON.parse(text) as BestStep;
    return Number.isInteger(best.step) ? best : undefined;
  } catch {
    return undefined;
  }
}
