import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeviceName } from '@aigc/engine';
import type { DeviceFacts, InputSpec, TrainingEvent, Verdict } from '@aigc/plugin-api';
import { checkpointFolder } from '../checkpoint/checkpoint-folder.js';
import { AIGC_VERSION } from '../provenance/version.js';
import { randomStream } from '../random/random-stream.js';
import { BestTracker, readBestStep } from '../run/best-step.js';
import { type RunFiles, writeRunFiles } from '../run/run-files.js';
import { listSampleFiles } from '../run-catalog/sample-files.js';
import { VERDICT_FILE } from '../verdict/verdict-file.js';
import { DeviceState } from './device-state.js';
import { type ItemCount, itemCount } from './item-count.js';
import { judgeTrainedRun } from './judge-trained-run.js';
import { type OpenRun, openNewRun, openOldRun } from './open-run.js';
import { openSampleWriter } from './open-sample-writer.js';
import { planTraining } from './plan-training.js';
import { relayReading } from './relay-reading.js';
import { Rewinds } from './rewinds.js';
import { RunClock } from './run-clock.js';
import { RunLog } from './run-log.js';
import { RunSaver } from './run-saver.js';
import { runStartEvent } from './run-start-event.js';
import type { SampleWriter } from './sample-writer.js';
import { stateBytes } from './state-size.js';
import { StepInputs } from './step-inputs.js';
import type { TrainOptions } from './train-options.js';
import { type EndReason, TrainingLoop } from './training-loop.js';
import { Validator } from './validator.js';

// A first guess at what saving costs: two flushes, and a disk of 100 MB/s.
const FLUSH_MS = 200;
const DISK_BYTES_PER_MS = 100_000;
// Comparing samples with pictures of the data.
const JUDGE_MS = 500;

/**
 * Trains a model and tells what happens: first `progress` of reading, then one `run-start`, many others, one `run-end`. The same
 * seed, data and settings give the same bytes at each step, resumed or not.
 *
 * An abort of the signal ends the run after the steps under way, saved, with reason `interrupted`.
 *
 * @throws InvalidConfigError, DatasetError, RunLockedError, CheckpointError or StorageError before and while it writes;
 * DivergenceError (exit 30) when a metric or the state is no longer finite; checkpoints on disk stay good.
 */
export async function* trainModel(options: TrainOptions): AsyncGenerator<TrainingEvent, void> {
  if (options.onPlan !== undefined) {
    options.onPlan(yield* planTraining(options));
    return;
  }
  const now = options.clock ?? (() => performance.now());
  const commandStart = now();
  const run = yield* relayReading(options.isResumed === true ? openOldRun(options) : openNewRun(options), options);
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

async function* trainRun(run: OpenRun, options: TrainOptions, timing: Timing): AsyncGenerator<TrainingEvent> {
  const { model, threads } = options;
  const { chooseDevice } = await import('@aigc/engine');
  const facts = await chooseDevice(options.device ?? 'auto', threads);
  const specs = model.trainInputs(run.config);
  const stream = randomStream(run.seed);
  const reader = run.dataset.openReader(specs, { part: 'train', stream });
  const items = itemCount(run.dataset, reader, specs);
  yield runStartEvent(run, options, { device: facts, entries: model.parameterEntries(run.config), items });
  for (const message of run.warnings) yield { type: 'warning', message };
  yield { type: 'progress', stage: 'compiling', done: 0, total: 1 };
  const compileStart = timing.now();
  const placement = { device: facts.name as DeviceName, threads };
  const device = await DeviceState.open(model, run, placement);
  const validator = await Validator.open(model, run, device, placement);
  const samples = openSampleWriter(model, run, threads);
  try {
    yield { type: 'progress', stage: 'compiling', done: 1, total: 1 };
    // the sampler is a part of the step that was compiled; it is compiled and run once for the first samples
    const compileMs = timing.now() - compileStart;
    const rewinds = await Rewinds.open(run.dir);
    const inputs = new StepInputs({
      specs,
      reader,
      noise: stream.fork('noise'),
      learningRate: (step) => (model.learningRate?.(run.config, step) ?? Number.NaN) * rewinds.learningRateFactor(step),
    });
    yield* trainOpen({ run, options, facts, device, validator, samples, items, inputs, rewinds, compileMs, ...timing });
  } finally {
    await samples?.dispose();
    await validator?.dispose();
    await device.dispose();
  }
}

interface Opened extends Timing {
  readonly run: OpenRun;
  readonly options: TrainOptions;
  readonly facts: DeviceFacts;
  readonly device: DeviceState;
  readonly validator: Validator | undefined;
  readonly samples: SampleWriter | undefined;
  readonly items: ItemCount;
  readonly inputs: StepInputs;
  readonly rewinds: Rewinds;
  readonly compileMs: number;
}

async function* trainOpen(opened: Opened): AsyncGenerator<TrainingEvent> {
  const { run, options, facts, validator, items, now, commandStart } = opened;
  if (options.isResumed !== true) await writeRunFiles(run.dir, describeRun(run, options, facts), run.dataset.files);
  const { startStep } = run;
  // the verdict of an earlier end says nothing about a run that goes on
  await rm(join(run.dir, VERDICT_FILE), { force: true });
  const log = await RunLog.open(run.dir, startStep);
  try {
    const { validateEvery } = run.habits;
    const best = validator === undefined ? undefined : new BestTracker(validator.objective, validateEvery, log.history);
    const saver = openSaver(opened, best, log);
    const { steps: totalSteps, budgetS } = options;
    const clock = new RunClock(now, commandStart, { startStep, totalSteps, budgetS, itemsPerStep: items.itemsPerStep });
    if (run.transfer !== undefined && startStep === 0) yield* saver.keep(0);
    const loop = new TrainingLoop({ ...opened, best, log, saver, clock });
    const { step, reason } = yield* loop.run();
    if (reason !== 'interrupted') yield* loop.finish();
    yield* saver.atEnd(step, reason !== 'interrupted');
    const end = { step, reason, ...clock.speed(step), checkpoint: saver.checkpointPath };
    const verdict =
      reason === 'interrupted' ? undefined : await judgeTrainedRun(run, imagesOf(opened), opened.samples?.pictures ?? []);
    yield await endEvent(opened, end, verdict);
  } finally {
    log.close();
  }
}

function openSaver(opened: Opened, best: BestTracker | undefined, log: RunLog): RunSaver {
  const { run, options, device, samples, compileMs, now } = opened;
  const { checkpointEvery, sampleEvery, keepLast, model } = options;
  return new RunSaver({
    runDir: run.dir,
    startStep: run.startStep,
    entries: model.parameterEntries(run.config),
    samples,
    readState: () => device.read(),
    onSamples: (file) => log.samples(file),
    confirm: () => run.lock.assertHeld(),
    bestStep: () => best?.current?.step,
    now,
    checkpointEvery,
    sampleEvery,
    keepLast,
    guessedMs: { checkpoint: FLUSH_MS + stateBytes(run.state) / DISK_BYTES_PER_MS, samples: compileMs / 2 + JUDGE_MS },
  });
}

function imagesOf({ run, options }: Opened): InputSpec | undefined {
  return Object.values(options.model.trainInputs(run.config)).find(({ source }) => source === 'images');
}

interface End {
  readonly step: number;
  readonly reason: EndReason;
  readonly elapsedS: number;
  readonly itemsPerSecond: number;
  readonly checkpoint: string;
}

async function endEvent({ run, facts, items }: Opened, end: End, verdict: Verdict | undefined): Promise<TrainingEvent> {
  const { step, reason, elapsedS, itemsPerSecond, checkpoint } = end;
  const best = await readBestStep(run.dir);
  return {
    type: 'run-end',
    run: run.dir,
    step,
    reason,
    seconds: elapsedS,
    itemsPerSecond,
    itemUnit: items.itemUnit,
    checkpoint,
    bestCheckpoint: best === undefined ? undefined : checkpointFolder(run.dir, best.step),
    samples: (await listSampleFiles(run.dir)).at(-1)?.path,
    device: facts,
    verdict,
  };
}

function describeRun(run: OpenRun, { family, model, steps, budgetS }: TrainOptions, facts: DeviceFacts): RunFiles {
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
      habits: run.habits,
      ...(steps === undefined && budgetS === undefined ? {} : { asked: { steps, budgetS } }),
      ...(run.transfer === undefined ? {} : { transfer: run.transfer }),
    },
    config: run.config,
    data: { ...run.dataset.manifest, path: run.dataPath, settings: run.dataSettings },
  };
}
