// Codes: E-TRAIN-001 a metric is NaN or infinite; E-RUN-001 interrupted before there was anything to save.
import type { DeviceName } from '@aigc/engine';
import {
  AigcError,
  type DeviceFacts,
  DivergenceError,
  EXIT,
  type HostTensor,
  type Named,
  type TrainingEvent,
  type Tree,
} from '@aigc/plugin-api';
import { type StateEntries, tensorsOfState } from '../checkpoint/state-tensors.js';
import { safeNote } from '../checkpoint/write-checkpoint.js';
import { AIGC_VERSION } from '../provenance/version.js';
import { randomStream } from '../random/random-stream.js';
import { MetricsLog } from '../run/metrics-log.js';
import { writeRunFiles } from '../run/run-files.js';
import { DeviceState } from './device-state.js';
import { type OpenRun, openNewRun, openOldRun } from './open-run.js';
import { RunClock } from './run-clock.js';
import { RunSaver } from './run-saver.js';
import { newestSampleGrid, SampleGrid } from './sample-grid.js';
import { StepInputs } from './step-inputs.js';
import type { TrainOptions } from './train-options.js';

type EndReason = Extract<TrainingEvent, { type: 'run-end' }>['reason'];

// A first guess at what saving costs: two flushes, and a disk of 100 MB/s.
const FLUSH_MS = 200;
const DISK_BYTES_PER_MS = 100_000;

/**
 * Trains a model on a folder of images and tells what happens: first `progress` of reading, then one `run-start`, many
 * others, one `run-end`. The same seed, data and settings give the same bytes at each step, resumed or not.
 *
 * An abort of the signal ends the run after the current step, saved, with reason `interrupted`.
 *
 * @throws InvalidConfigError, DatasetError, RunLockedError, CheckpointError or StorageError before and while it writes;
 * DivergenceError (exit 30) when a metric or the state is no longer finite; checkpoints on disk stay good.
 */
export async function* trainModel(options: TrainOptions): AsyncGenerator<TrainingEvent, void> {
  const now = options.clock ?? (() => performance.now());
  const commandStart = now();
  const run = yield* openRun(options);
  try {
    yield* trainRun(run, options, { now, commandStart });
  } finally {
    await run.lock.release();
  }
}

interface Timing {
  readonly now: () => number;
  readonly commandStart: number;
}

async function* openRun(options: TrainOptions): AsyncGenerator<TrainingEvent, OpenRun> {
  const opening = options.isResumed === true ? openOldRun(options) : openNewRun(options);
  try {
    for (;;) {
      const next = await opening.next();
      if (next.done === true) return next.value;
      yield { type: 'progress', stage: 'reading', ...next.value };
    }
  } catch (error) {
    if (options.signal?.aborted !== true || AigcError.isInstance(error)) throw error;
    throw new AigcError('E-RUN-001', EXIT.interrupted, 'interrupted while reading the data, before the first step', {
      note: options.isResumed === true ? 'the run is as it was' : 'nothing was written',
      cause: error,
    });
  }
}

async function* trainRun(run: OpenRun, options: TrainOptions, { now, commandStart }: Timing): AsyncGenerator<TrainingEvent> {
  const { model, threads, steps, budgetS } = options;
  const { config, dataset, startStep, state } = run;
  const { chooseDevice } = await import('@aigc/engine');
  const facts = await chooseDevice(options.device ?? 'auto', threads);
  const inputs = new StepInputs(model.trainInputs(config), dataset, randomStream(run.seed));
  const entries = model.parameterEntries(config);
  yield startEvent(run, options, { facts, entries, batchSize: inputs.batchSize });
  for (const message of run.warnings) yield { type: 'warning', message };
  yield { type: 'progress', stage: 'compiling', done: 0, total: 1 };
  const compileStart = now();
  const device = await DeviceState.open(model, config, state, { device: facts.name as DeviceName, threads });
  const grid = new SampleGrid(model, config, run.dir, threads);
  // the sampler is a part of the step that was compiled; it is compiled and run once for the first sheet
  const guessedMs = { checkpoint: FLUSH_MS + stateBytes(state) / DISK_BYTES_PER_MS, samples: (now() - compileStart) / 2 };
  try {
    yield { type: 'progress', stage: 'compiling', done: 1, total: 1 };
    if (options.isResumed !== true) await writeRunFiles(run.dir, describeRun(run, options, facts));
    const log = await MetricsLog.open(run.dir, startStep);
    const { checkpointEvery, sampleEvery, keepLast } = options;
    const readState = () => device.read();
    const saving = { runDir: run.dir, startStep, entries, grid, readState, now, checkpointEvery, sampleEvery, keepLast };
    const saver = new RunSaver({ ...saving, guessedMs });
    const clock = new RunClock(now, commandStart, { startStep, totalSteps: steps, budgetS, batchSize: inputs.batchSize });
    try {
      const { step, reason } = yield* runSteps({ run, options, device, inputs, log, saver, clock, now });
      yield* saver.atEnd(step, reason !== 'interrupted');
      const { imagesPerSecond, elapsedS } = clock.speed(step);
      const samples = await newestSampleGrid(run.dir);
      const { checkpointPath: checkpoint } = saver;
      yield {
        type: 'run-end',
        run: run.dir,
        step,
        reason,
        seconds: elapsedS,
        imagesPerSecond,
        checkpoint,
        samples,
        device: facts,
      };
    } finally {
      log.close();
    }
  } finally {
    await grid.dispose();
    await device.dispose();
  }
}

interface Steps {
  readonly run: OpenRun;
  readonly options: TrainOptions;
  readonly device: DeviceState;
  readonly inputs: StepInputs;
  readonly log: MetricsLog;
  readonly saver: RunSaver;
  readonly clock: RunClock;
  readonly now: () => number;
}

async function* runSteps(parts: Steps): AsyncGenerator<TrainingEvent, { step: number; reason: EndReason }> {
  const { run, device, inputs, log, saver, clock, now } = parts;
  const { signal, steps } = parts.options;
  let step = run.startStep;
  for (;;) {
    if (signal?.aborted === true) return { step, reason: 'interrupted' };
    if (steps !== undefined && step >= steps) return { step, reason: 'steps' };
    // a budget too small for anything still makes one step
    if (step > run.startStep && clock.isBudgetUsed(saver.reserveMs)) return { step, reason: 'budget' };
    const started = now();
    step += 1;
    const metrics = await device.step(inputs.at(step));
    await checkFinite(metrics, step, run.dir);
    clock.stepTook(now() - started);
    const speed = clock.speed(step);
    log.append({ step, ...rounded(metrics), imagesPerSecond: Math.round(speed.imagesPerSecond * 10) / 10 });
    yield { type: 'step-end', step, metrics, ...speed };
    yield* saver.afterStep(step);
  }
}

async function checkFinite(metrics: Named<number>, step: number, runDir: string): Promise<void> {
  for (const [name, value] of Object.entries(metrics)) {
    if (Number.isFinite(value)) continue;
    throw new DivergenceError('E-TRAIN-001', `training diverged: ${name} is ${value} after step ${step}`, {
      path: runDir,
      note: await safeNote(runDir),
      hints: ['train again with a lower learning rate, or another seed'],
    });
  }
}

// float32 carries seven digits; the rest is noise of the conversion
function rounded(metrics: Named<number>): Named<number> {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value.toPrecision(7))]));
}

function startEvent(
  run: OpenRun,
  options: TrainOptions,
  { facts, entries, batchSize }: { facts: DeviceFacts; entries: StateEntries; batchSize: number },
): TrainingEvent {
  return {
    type: 'run-start',
    run: run.dir,
    family: options.family,
    model: options.model.name,
    device: facts,
    parameterCount: parameterCount(run.state, entries),
    imageCount: run.dataset.facts.count,
    imageSize: run.dataset.size,
    channels: run.dataset.facts.channels,
    batchSize,
    seed: run.seed,
    startStep: run.startStep,
    totalSteps: options.steps,
    budgetS: options.budgetS,
  };
}

/** Elements of the leaves called `weights`; of the whole state where a model has none. */
function parameterCount(state: Tree<HostTensor>, entries: StateEntries): number {
  const tensors = [...tensorsOfState(state, entries)];
  const weights = tensors.filter(([name]) => name.split('/')[0]?.split('.').at(-1) === 'weights');
  return (weights.length > 0 ? weights : tensors).reduce((sum, [, tensor]) => sum + tensor.data.length, 0);
}

function stateBytes(state: Tree<HostTensor>): number {
  return [...tensorsOfState(state, {}).values()].reduce((sum, tensor) => sum + tensor.data.byteLength, 0);
}

function describeRun(run: OpenRun, { family, model }: TrainOptions, facts: DeviceFacts) {
  return {
    info: {
      run: 1 as const,
      family,
      model: model.name,
      seed: run.seed,
      createdAt: new Date().toISOString(),
      aigcVersion: AIGC_VERSION,
      environment: {
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
        device: `${facts.name}: ${facts.description}`,
      },
    },
    config: run.config,
    data: { ...run.dataset.manifest, folder: run.dataFolder },
  };
}
