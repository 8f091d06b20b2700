import type { HostTensor, TrainingEvent, Tree } from '@aigc/plugin-api';
import { checkpointFolder } from '../checkpoint/checkpoint-folder.js';
import type { StateEntries } from '../checkpoint/state-tensors.js';
import { writeCheckpoint } from '../checkpoint/write-checkpoint.js';
import { listSampleFiles, type SampleFile } from '../run-catalog/sample-files.js';
import { nextMultiple } from './next-multiple.js';
import type { SampleWriter } from './sample-writer.js';

/** What a run saves, and how often. */
export interface RunSaverOptions {
  readonly runDir: string;
  readonly startStep: number;
  readonly entries: StateEntries;
  /** Undefined for models that have nothing to show. */
  readonly samples: SampleWriter | undefined;
  /** Copies the current state from the device. */
  readonly readState: () => Promise<Tree<HostTensor>>;
  /** Called with all samples that were written. */
  readonly onSamples: (file: SampleFile) => Promise<void>;
  /** Called right before a checkpoint takes its place. */
  readonly confirm: () => Promise<void>;
  /** Step of the best checkpoint, which is kept. */
  readonly bestStep: () => number | undefined;
  readonly now: () => number;
  /** In steps; undefined means by time. */
  readonly checkpointEvery: number | undefined;
  readonly sampleEvery: number | undefined;
  readonly keepLast: number | undefined;
  /** What a checkpoint and samples are taken to cost until they were measured, in ms. */
  readonly guessedMs: { readonly checkpoint: number; readonly samples: number };
}

const DEFAULT_INTERVAL_MS = 30_000;
/** Samples that take long are drawn less often: this many times as long is trained between two. */
const SAMPLES_REST = 10;

/** Saves checkpoints and samples when they are due. What they hold depends on the step alone, not on when it was. */
export class RunSaver {
  private readonly options: RunSaverOptions;
  private readonly checkpoints: Schedule;
  private readonly samples: Schedule;

  constructor(options: RunSaverOptions) {
    this.options = options;
    const { now, startStep, checkpointEvery, sampleEvery } = options;
    this.checkpoints = new Schedule(now, checkpointEvery, startStep);
    this.samples = new Schedule(now, sampleEvery, startStep, SAMPLES_REST);
  }

  /** Folder of the newest checkpoint. */
  get checkpointPath(): string {
    return checkpointFolder(this.options.runDir, this.checkpoints.lastStep);
  }

  /** What the last save will cost, in ms, judged by earlier ones. */
  get reserveMs(): number {
    const { guessedMs, samples } = this.options;
    const samplesMs = samples === undefined ? 0 : (this.samples.costMs ?? guessedMs.samples);
    return (this.checkpoints.costMs ?? guessedMs.checkpoint) + samplesMs;
  }

  /** The first step after this one whose number says that something is to be saved; infinite where the time does. */
  nextDue(step: number): number {
    return Math.min(this.checkpoints.nextDue(step), this.samples.nextDue(step));
  }

  /** Saves what is due after a step. */
  async *afterStep(step: number): AsyncGenerator<TrainingEvent> {
    const isSaved = this.checkpoints.lastSaved === step;
    const isDue = { checkpoint: !isSaved && this.checkpoints.isDue(step), samples: this.samples.isDue(step) };
    if (isDue.checkpoint || isDue.samples) yield* this.save(step, isDue.checkpoint, isDue.samples);
  }

  /** Saves a checkpoint of a step now, unless there is one. */
  async *keep(step: number): AsyncGenerator<TrainingEvent> {
    if (this.checkpoints.lastSaved !== step) yield* this.save(step, true, false);
  }

  /** Saves the end of a run: always a checkpoint, and samples unless the user waits for the process to leave. */
  async *atEnd(step: number, withSamples: boolean): AsyncGenerator<TrainingEvent> {
    const isNew = step !== this.options.startStep || step === 0;
    const hasSamples = !isNew && (await listSampleFiles(this.options.runDir)).length > 0;
    yield* this.save(
      step,
      isNew && this.checkpoints.lastSaved !== step,
      withSamples && !hasSamples && this.samples.lastSaved !== step,
    );
  }

  private async *save(step: number, checkpoint: boolean, samples: boolean): AsyncGenerator<TrainingEvent> {
    const writer = samples ? this.options.samples : undefined;
    if (!checkpoint && writer === undefined) return;
    const { runDir, entries, keepLast, confirm } = this.options;
    const state = await this.options.readState();
    if (checkpoint) {
      const best = this.options.bestStep();
      const keeping = { keepLast, confirm, keptSteps: best === undefined ? [] : [best] };
      const written = await this.checkpoints.measure(step, () => writeCheckpoint({ runDir, step, state, entries, ...keeping }));
      yield { type: 'checkpoint-written', step, path: written.path, bytes: written.bytes };
    }
    if (writer !== undefined) {
      const file = await this.samples.measure(step, () => writer.write(state, step));
      await this.options.onSamples(file);
      yield { type: 'samples-written', step, path: file.path };
    }
  }
}

/** When something was last done, and when it is to be done again. */
class Schedule {
  /** Step of the newest one on disk, of an earlier session too. */
  lastStep: number;
  /** Step of the newest one of this session. */
  lastSaved: number | undefined;
  costMs: number | undefined;
  private readonly now: () => number;
  private readonly every: number | undefined;
  private readonly rest: number;
  private lastMs: number;

  /** @param rest shortest time between two, as a multiple of what one costs, where they are due by time */
  constructor(now: () => number, every: number | undefined, startStep: number, rest = 0) {
    this.now = now;
    this.every = every;
    this.rest = rest;
    this.lastStep = startStep;
    this.lastMs = now();
  }

  isDue(step: number): boolean {
    if (this.every !== undefined) return step % this.every === 0;
    return this.now() - this.lastMs >= Math.max(DEFAULT_INTERVAL_MS, this.rest * (this.costMs ?? 0));
  }

  nextDue(step: number): number {
    return this.every === undefined ? Number.POSITIVE_INFINITY : nextMultiple(this.every, step);
  }

  async measure<T>(step: number, work: () => Promise<T>): Promise<T> {
    const started = this.now();
    const result = await work();
    this.lastMs = this.now();
    this.costMs = this.lastMs - started;
    this.lastStep = step;
    this.lastSaved = step;
    return result;
  }
}
