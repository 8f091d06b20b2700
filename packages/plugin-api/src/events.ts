/** What a device is and how fast it was measured to be. */
export interface DeviceFacts {
  /** `cpu`, `webgpu` ... */
  readonly name: string;
  /** Processor or adapter name, with thread count on a CPU. */
  readonly description: string;
  /** Measured on a square float32 matrix product. */
  readonly gigaflops: number;
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
      readonly imageCount: number;
      /** Side in pixels, and channels. */
      readonly imageSize: number;
      readonly channels: number;
      readonly batchSize: number;
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
      readonly metrics: { readonly [name: string]: number };
      /** Since this command began training, waits for data and saving included. */
      readonly imagesPerSecond: number;
      readonly elapsedS: number;
      readonly etaS: number;
    }
  | { readonly type: 'checkpoint-written'; readonly step: number; readonly path: string; readonly bytes: number }
  | { readonly type: 'samples-written'; readonly step: number; readonly path: string }
  | { readonly type: 'warning'; readonly message: string }
  | {
      readonly type: 'run-end';
      readonly run: string;
      readonly step: number;
      readonly reason: 'steps' | 'budget' | 'interrupted';
      readonly seconds: number;
      readonly imagesPerSecond: number;
      readonly checkpoint: string;
      /** The newest sample grid. */
      readonly samples: string | undefined;
      readonly device: DeviceFacts;
    };

/** Events of a command that makes files: progress and each file as it is finished. Paths are absolute. */
export type ArtifactEvent =
  | { readonly type: 'progress'; readonly stage: string; readonly done: number; readonly total: number }
  | { readonly type: 'artifact-written'; readonly path: string; readonly kind: string }
  | { readonly type: 'warning'; readonly message: string };
