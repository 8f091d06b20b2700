import type { DeviceChoice } from '@aigc/engine';
import type { ModelDefinition } from '@aigc/plugin-api';
import type { DataSettings } from '../data/dataset.js';
import type { TrainingEstimate } from './plan-training.js';

/** What to train, on which data, for how long, and where to write. Undefined means the default. */
export interface TrainOptions {
  readonly family: string;
  readonly model: ModelDefinition;
  /** The model's settings that were given; its schema checks them. On a resume: none, or the same. */
  readonly settings: object;
  /** A folder of images, or a file of text. On a resume it may be left out: the run knows its own. */
  readonly dataPath?: string | undefined;
  /** How the data is read. On a resume: as the run began, but for `maxBad`. */
  readonly data?: DataSettings | undefined;
  /** Folder of the new run, or of the run to go on with. */
  readonly runFolder: string;
  readonly isResumed?: boolean | undefined;
  /** 0 to 2^32 - 1; default 0. On a resume: the run's. */
  readonly seed?: number | undefined;
  /** Stop after this step, counted from the beginning of the run. Default: no limit. */
  readonly steps?: number | undefined;
  /** Stop after this many seconds, reading, compiling and the last save included. Default: no limit. */
  readonly budgetS?: number | undefined;
  /** Steps between checkpoints; default: about every 30 seconds. There is always one at the end. */
  readonly checkpointEvery?: number | undefined;
  /** Steps between samples; default: about every 30 seconds. There are some at the end, unless interrupted. */
  readonly sampleEvery?: number | undefined;
  /** Checkpoints to keep; default 3. */
  readonly keepLast?: number | undefined;
  /** Steps between two validations; default 250. On a resume: the run's. */
  readonly validateEvery?: number | undefined;
  /** Stop after this many validations without a better one. Default: never. On a resume: the run's. */
  readonly patience?: number | undefined;
  /** What to do when a loss is no longer finite; default `stop`. On a resume: the run's. */
  readonly onDivergence?: 'stop' | 'rewind' | undefined;
  /** Run whose weights a new run starts with. */
  readonly from?: string | undefined;
  /** Parameters that do not move, as patterns with `*`. On a resume: the run's. */
  readonly freeze?: readonly string[] | undefined;
  /** Where to train; default `auto`, the fastest that was measured. */
  readonly device?: DeviceChoice | undefined;
  /** Threads of the CPU device; default: one per core. The result does not depend on it. */
  readonly threads?: number | undefined;
  /** Given what training would be and take; then nothing is trained or written. */
  readonly onPlan?: ((plan: TrainingEstimate) => void) | undefined;
  /** Ends the run, saved, after the steps under way: one, or short ones of a tenth of a second together. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that only go forward; for tests. Default: performance.now. */
  readonly clock?: (() => number) | undefined;
}
