import type { DataFacts, Metrics } from './data.js';

/** What a device is and how fast it was measured to be. */
export interface DeviceFacts {
  /** `cpu`, `webgpu` ... */
  readonly name: string;
  /** Processor or adapter name, with thread count on a CPU. */
  readonly description: string;
  /** Measured on a square float32 matrix product. */
  readonly gigaflops: number;
}

/** One thing that was noticed about a run, and what to try next. */
export interface Finding {
  /** Stable name, e.g. `overfitting`, `collapse`, `memorising`, `divergence`. */
  readonly code: string;
  /** What it says about the run by itself. */
  readonly level: 'good' | 'unclear' | 'bad';
  readonly message: string;
  readonly hint?: string;
}

/** Is this good or broken? */
export interface Verdict {
  readonly level: 'good' | 'unclear' | 'bad';
  /** One sentence. */
  readonly summary: string;
  readonly findings: readonly Finding[];
}

/** Events of a training run: `progress` of reading, one `run-start`, many others, one `run-end`. Paths are absolute. */
export type TrainingEvent =
  | {
      readonly type: 'run-start';
      readonly run: string;
      readonly family: string;
      readonly model: string;
      readonly device: DeviceFacts;
      readonly parameterCount: number;
      readonly data: DataFacts;
      /** Shape of one example without the batch: `[H, W, C]` of pictures, `[T]` of text. */
      readonly exampleShape: readonly number[];
      readonly batchSize: number;
      /** What `itemsPerSecond` counts. */
      readonly itemUnit: 'images' | 'tokens';
      readonly seed: number;
      readonly startStep: number;
      /** Undefined where that limit is off. */
      readonly totalSteps: number | undefined;
      readonly budgetS: number | undefined;
    }
  | { readonly type: 'progress'; readonly stage: 'reading' | 'compiling'; readonly done: number; readonly total: number }
  | {
      readonly type: 'step-end';
      readonly step: number;
      readonly metrics: Metrics;
      /** Since this command began training, waits for data and saving included. */
      readonly itemsPerSecond: number;
      /** Share of the time since then that was spent waiting for data, 0 to 1. */
      readonly waitShare: number;
      readonly elapsedS: number;
      readonly etaS: number;
    }
  | {
      readonly type: 'validation-end';
      readonly step: number;
      /** Named `validationLoss` and so on. */
      readonly metrics: Metrics;
      /** Is it the best so far? */
      readonly isBest: boolean;
    }
  | { readonly type: 'checkpoint-written'; readonly step: number; readonly path: string; readonly bytes: number }
  | { readonly type: 'samples-written'; readonly step: number; readonly path: string }
  | { readonly type: 'warning'; readonly message: string }
  | {
      readonly type: 'run-end';
      readonly run: string;
      readonly step: number;
      /** `patience`: validation has not improved for that many rounds. */
      readonly reason: 'steps' | 'budget' | 'patience' | 'interrupted';
      readonly seconds: number;
      readonly itemsPerSecond: number;
      readonly itemUnit: 'images' | 'tokens';
      readonly checkpoint: string;
      /** The best by validation, where there was one. */
      readonly bestCheckpoint: string | undefined;
      /** The newest samples: a sheet of pictures, or texts. */
      readonly samples: string | undefined;
      readonly device: DeviceFacts;
      /** Undefined when interrupted. */
      readonly verdict: Verdict | undefined;
    };

/** Events of a command that makes files: progress and each file as it is finished. Paths are absolute. */
export type ArtifactEvent =
  | { readonly type: 'progress'; readonly stage: string; readonly done: number; readonly total: number }
  | { readonly type: 'artifact-written'; readonly path: string; readonly kind: string }
  | { readonly type: 'warning'; readonly message: string };
