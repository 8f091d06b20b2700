import type { DataSettings, TrainingEstimate } from '@aigc/core';
import type { DeviceChoice } from '../flags/device-choices.js';
import type { PictureFlagValues } from '../flags/picture-flags.js';

/** Limits and habits of a run that hold for every model; undefined where neither flag nor file says anything. */
export interface TrainLimits {
  readonly steps: number | undefined;
  readonly budgetS: number | undefined;
  readonly seed: number | undefined;
  readonly threads: number | undefined;
  readonly checkpointEvery: number | undefined;
  readonly sampleEvery: number | undefined;
  readonly keepLast: number | undefined;
  /** Steps between two validations. */
  readonly validateEvery: number | undefined;
  /** Validations without a better one after which training stops. */
  readonly patience: number | undefined;
}

/** How the data is read; undefined where neither flag nor file says anything. */
export interface DataHabits extends PictureFlagValues {
  /** Share of unreadable images that is skipped, 0 to 1. */
  readonly maxBad: number | undefined;
  /** Share that is held out, 0 to 0.9. */
  readonly validationShare: number | undefined;
  /** Which whole pictures are held out. */
  readonly holdOut: DataSettings['holdOut'];
  /** Strengths by the names of augmentations. */
  readonly augment: { readonly [name: string]: number } | undefined;
}

/** What a person asked a training command to do. */
export interface TrainRequest extends TrainLimits {
  readonly family: string;
  /** Name of the model: as given, the run's, or the family's first. */
  readonly modelName: string;
  /** Undefined when resuming with the data of the run. */
  readonly dataPath: string | undefined;
  readonly data: DataHabits;
  readonly onDivergence: 'stop' | 'rewind' | undefined;
  /** Run whose weights a new run starts with. */
  readonly from: string | undefined;
  /** Patterns of parameters that do not move. */
  readonly freeze: readonly string[] | undefined;
  /** The folder to create, or the run to go on with. */
  readonly runFolder: string;
  readonly isResumed: boolean;
  /** Undefined: the fastest. */
  readonly device: DeviceChoice | undefined;
  /** The model's settings that were given, unchecked; the model's schema checks them. */
  readonly settings: { readonly [name: string]: unknown };
  readonly signal: AbortSignal;
  /** With `--dry-run`: takes the plan, and nothing is trained. */
  readonly onPlan?: (plan: TrainingEstimate) => void;
}
