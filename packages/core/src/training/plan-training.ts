import { resolve } from 'node:path';
import type { DeviceName } from '@aigc/engine';
import type { DataFacts, DeviceFacts, HostTensor, Named, TrainingEvent } from '@aigc/plugin-api';
import { randomStream } from '../random/random-stream.js';
import { DeviceState } from './device-state.js';
import { itemCount } from './item-count.js';
import { type ReadRun, readNewRun, readOldRun } from './open-run.js';
import { relayReading } from './relay-reading.js';
import { parameterCount, stateBytes } from './state-size.js';
import { StepGroup } from './step-group.js';
import { StepInputs } from './step-inputs.js';
import type { TrainOptions } from './train-options.js';

/** What a training run would be and take, measured on its device. */
export interface TrainingEstimate {
  readonly family: string;
  readonly model: string;
  /** Folder that would be written. */
  readonly run: string;
  readonly startStep: number;
  readonly seed: number;
  /** Every setting of the model, with what the data decided. */
  readonly config: object;
  readonly data: PlannedData;
  readonly device: DeviceFacts;
  readonly parameterCount: number;
  readonly batchSize: number;
  readonly itemUnit: 'images' | 'tokens';
  readonly memory: MemoryEstimate;
  readonly time: TimeEstimate;
}

/** The data that was found. */
export interface PlannedData {
  readonly path: string;
  readonly facts: DataFacts;
  readonly exampleShape: readonly number[];
  /** Examples that are learnt from, and that are held out. */
  readonly trainCount: number;
  readonly validationCount: number;
  readonly warnings: readonly string[];
}

/** Bytes. */
export interface MemoryEstimate {
  /** Weights, their averages and the optimiser's; a checkpoint is about as large. */
  readonly state: number;
  /** Inputs of one step. */
  readonly inputs: number;
  /** By how much this process grew from before compiling to its peak: an upper bound of state, activations and program in it. */
  readonly measured: number;
}

/** Measured on a few steps that were thrown away. */
export interface TimeEstimate {
  readonly compileMs: number;
  /** Median of the measured steps, reading included. */
  readonly stepMs: number;
  readonly measuredSteps: number;
  readonly itemsPerSecond: number;
  /** Steps until the limit that is reached first; undefined without one. */
  readonly steps: number | undefined;
  /** Seconds for these; checkpoints, samples and validation come on top. */
  readonly seconds: number | undefined;
}

/** Enough for a median, soon enough for a person who waits. */
const MAX_CALLS = 9;
const MIN_CALLS = 2;
const MEASURE_MS = 3000;

/**
 * Plans a training run without writing anything: checks settings, reads the data, compiles the step and measures some.
 *
 * @throws InvalidConfigError, DatasetError and CheckpointError as `trainModel` does.
 */
export async function* planTraining(options: TrainOptions): AsyncGenerator<TrainingEvent, TrainingEstimate> {
  const now = options.clock ?? (() => performance.now());
  const run = yield* relayReading(options.isResumed === true ? readOldRun(options) : readNewRun(options), options);
  for (const message of run.warnings) yield { type: 'warning', message };
  const { model, threads } = options;
  const { chooseDevice } = await import('@aigc/engine');
  const device = await chooseDevice(options.device ?? 'auto', threads);
  yield { type: 'progress', stage: 'compiling', done: 0, total: 1 };
  const measured = await measureSteps(run, options, { name: device.name as DeviceName, now });
  const { dataset } = run;
  return {
    family: options.family,
    model: model.name,
    run: resolve(options.runFolder),
    startStep: run.startStep,
    seed: run.seed,
    config: run.config,
    data: {
      path: run.dataPath,
      facts: dataset.facts,
      exampleShape: measured.items.exampleShape,
      trainCount: dataset.count('train'),
      validationCount: dataset.count('validation'),
      warnings: dataset.warnings,
    },
    device,
    parameterCount: parameterCount(run.state, model.parameterEntries(run.config)),
    batchSize: measured.items.batchSize,
    itemUnit: measured.items.itemUnit,
    memory: { state: stateBytes(run.state), inputs: measured.inputBytes, measured: measured.grownBytes },
    time: timeOf(run.startStep, options, measured),
  };
}

type Measured = Awaited<ReturnType<typeof measureSteps>>;

async function measureSteps(run: ReadRun, options: TrainOptions, { name, now }: { name: DeviceName; now: () => number }) {
  const { model, threads, signal } = options;
  const specs = model.trainInputs(run.config);
  const stream = randomStream(run.seed);
  const reader = run.dataset.openReader(specs, { part: 'train', stream });
  const learningRate = (step: number): number => model.learningRate?.(run.config, step) ?? Number.NaN;
  const inputs = new StepInputs({ specs, reader, noise: stream.fork('noise'), learningRate });
  const before = process.memoryUsage.rss();
  const compileStart = now();
  const device = await DeviceState.open(model, run, { device: name, threads });
  const compileMs = now() - compileStart;
  const stepMs: number[] = [];
  try {
    let step = run.startStep + 1;
    const first = await inputs.at(step);
    // the first step allocates; it is not what later ones take
    await device.steps([first]);
    const group = new StepGroup(device.canGroup);
    const measureStart = now();
    for (let call = 1; call <= MAX_CALLS && (call <= MIN_CALLS || now() - measureStart < MEASURE_MS); call++) {
      signal?.throwIfAborted();
      const count = group.next(Number.POSITIVE_INFINITY);
      const start = now();
      await device.steps(await inputs.of(Array.from({ length: count }, () => [++step, step])));
      const took = (now() - start) / count;
      group.took(took);
      stepMs.push(...new Array<number>(count).fill(took));
    }
    const grownBytes = Math.max(0, process.resourceUsage().maxRSS * 1024 - before);
    return { items: itemCount(run.dataset, reader, specs), inputBytes: bytesOf(first), grownBytes, compileMs, stepMs };
  } finally {
    await device.dispose();
  }
}

function timeOf(startStep: number, options: TrainOptions, { compileMs, stepMs, items }: Measured): TimeEstimate {
  const median = [...stepMs].sort((a, b) => a - b)[Math.floor(stepMs.length / 2)] as number;
  const byLimit = options.steps === undefined ? Number.POSITIVE_INFINITY : Math.max(0, options.steps - startStep);
  const budgetMs = options.budgetS === undefined ? Number.POSITIVE_INFINITY : options.budgetS * 1000 - compileMs;
  const steps = Math.min(byLimit, Math.max(1, Math.floor(budgetMs / median)));
  const isLimited = Number.isFinite(steps);
  return {
    compileMs,
    stepMs: median,
    measuredSteps: stepMs.length,
    itemsPerSecond: (items.itemsPerStep * 1000) / median,
    steps: isLimited ? steps : undefined,
    seconds: isLimited ? (compileMs + steps * median) / 1000 : undefined,
  };
}

function bytesOf(inputs: Named<HostTensor>): number {
  return Object.values(inputs).reduce((sum, { data }) => sum + data.byteLength, 0);
}
