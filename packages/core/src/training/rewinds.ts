import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../storage/write-file-atomic.js';

/** The file of a run that lists its rewinds. */
export const REWINDS_FILE = 'rewinds.json';
/** A run that diverges more often than this has another fault than a bad batch. */
export const MAX_REWINDS = 3;
const FACTOR = 0.5;
// far from the steps that any run takes, so that no batch or noise is seen twice
const SKIPPED_STEPS = 2 ** 24;

/** One return to an earlier checkpoint after a divergence. */
export interface Rewind {
  /** The step that was not finite. */
  readonly fromStep: number;
  /** Of the checkpoint. */
  readonly toStep: number;
}

/**
 * What rewinds change: after each, the learning rate is half as high and other batches and noise are drawn. It follows from
 * the list and the step alone, so that a resumed run goes the same way.
 */
export class Rewinds {
  private readonly runDir: string;
  private readonly list: Rewind[];

  private constructor(runDir: string, list: Rewind[]) {
    this.runDir = runDir;
    this.list = list;
  }

  static async open(runDir: string): Promise<Rewinds> {
    const text = await readFile(join(runDir, REWINDS_FILE), 'utf8').catch(() => '[]');
    return new Rewinds(runDir, JSON.parse(text) as Rewind[]);
  }

  get count(): number {
    return this.list.length;
  }

  /**
   * Where to go back to: the newest checkpoint that was not gone back to before, since one that leads into a divergence twice is
   * a part of it; else the start.
   *
   * @param steps of the checkpoints, newest first
   */
  target(steps: readonly number[]): number {
    return steps.find((step) => !this.list.some(({ toStep }) => toStep === step)) ?? 0;
  }

  /** Notes a rewind, on disk before any step is made from it. */
  async add(rewind: Rewind): Promise<void> {
    this.list.push(rewind);
    await writeFileAtomic(join(this.runDir, REWINDS_FILE), `${JSON.stringify(this.list)}\n`);
  }

  /** What the learning rate of a step is multiplied by. */
  learningRateFactor(step: number): number {
    return FACTOR ** this.before(step);
  }

  /** Which step's batch and noise a step takes. */
  inputStep(step: number): number {
    return step + SKIPPED_STEPS * this.before(step);
  }

  private before(step: number): number {
    return this.list.filter(({ toStep }) => toStep < step).length;
  }
}
