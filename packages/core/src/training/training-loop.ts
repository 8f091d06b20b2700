// Codes: E-TRAIN-001 a metric is NaN or infinite, -004 diverged again after as many rewinds as are allowed.
import { DivergenceError, type HostTensor, type Metrics, type TrainingEvent, type Tree } from '@aigc/plugin-api';
import { listCheckpointSteps, removeCheckpoint } from '../checkpoint/checkpoint-folder.js';
import { checkpointState } from '../checkpoint/read-checkpoint.js';
import { safeNote } from '../checkpoint/write-checkpoint.js';
import { type BestTracker, writeBestStep } from '../run/best-step.js';
import { chosenCheckpoint } from '../run/chosen-checkpoint.js';
import type { DeviceState } from './device-state.js';
import { nextMultiple } from './next-multiple.js';
import type { OpenRun } from './open-run.js';
import { MAX_REWINDS, type Rewinds } from './rewinds.js';
import type { RunClock } from './run-clock.js';
import type { RunLog } from './run-log.js';
import type { RunSaver } from './run-saver.js';
import { StepGroup } from './step-group.js';
import type { StepInputs } from './step-inputs.js';
import type { TrainOptions } from './train-options.js';
import type { Validator } from './validator.js';

export type EndReason = Extract<TrainingEvent, { type: 'run-end' }>['reason'];

/** Everything that a step needs. */
export interface LoopParts {
  readonly run: OpenRun;
  readonly options: TrainOptions;
  readonly device: DeviceState;
  readonly inputs: StepInputs;
  readonly validator: Validator | undefined;
  readonly best: BestTracker | undefined;
  readonly rewinds: Rewinds;
  readonly log: RunLog;
  readonly saver: RunSaver;
  readonly clock: RunClock;
  readonly now: () => number;
}

/** Trains until a limit is reached, the signal aborts or validation has not improved for long enough. */
export class TrainingLoop {
  private readonly parts: LoopParts;
  private readonly group: StepGroup;
  private step: number;
  private validatedStep: number | undefined;

  constructor(parts: LoopParts) {
    this.parts = parts;
    this.group = new StepGroup(parts.device.canGroup);
    this.step = parts.run.startStep;
  }

  /** Steps, validates and saves; gives the last step and why it was the last. */
  async *run(): AsyncGenerator<TrainingEvent, { step: number; reason: EndReason }> {
    for (;;) {
      const reason = this.endReason();
      if (reason !== undefined) return { step: this.step, reason };
      try {
        yield* this.nextSteps();
      } catch (error) {
        if (!(error instanceof DivergenceError)) throw error;
        yield* this.rewind(error);
      }
    }
  }

  /** Validates the last step, unless that was done. */
  async *finish(): AsyncGenerator<TrainingEvent> {
    if (this.parts.validator === undefined || this.validatedStep === this.step || this.step === this.parts.run.startStep) return;
    const { metrics, isBest } = yield* this.validate();
    this.parts.log.append(this.step, rounded(metrics));
    if (isBest) yield* this.keepBest();
  }

  private endReason(): EndReason | undefined {
    const { run, options, clock, saver, best } = this.parts;
    if (options.signal?.aborted === true) return 'interrupted';
    if (options.steps !== undefined && this.step >= options.steps) return 'steps';
    // a budget too small for anything still makes one step
    if (this.step > run.startStep && clock.isBudgetUsed(saver.reserveMs)) return 'budget';
    const { patience } = run.habits;
    return patience !== undefined && best !== undefined && best.stale >= patience ? 'patience' : undefined;
  }

  /** Makes the next steps in one call of the device; nothing is due after any of them but the last. */
  private async *nextSteps(): AsyncGenerator<TrainingEvent> {
    const { device, inputs, rewinds, clock, saver, now } = this.parts;
    const started = now();
    const count = this.group.next(this.stepsUntilDue());
    const steps = Array.from({ length: count }, (_, i) => this.step + 1 + i);
    const fed = await inputs.of(steps.map((step) => [step, rewinds.inputStep(step)]));
    clock.waitedInAll(inputs.waitMs);
    const metrics = await device.steps(fed);
    const stepMs = (now() - started) / count;
    this.group.took(stepMs);
    clock.stepTook(stepMs);
    for (const [i, step] of steps.entries()) {
      const rate = this.learningRate(fed[i]?.learningRate?.data[0]);
      yield* this.afterStep(step, { ...metrics[i], ...rate }, started + (i + 1) * stepMs);
    }
    yield* saver.afterStep(this.step);
  }

  /** Steps until one after which something is due, by its number or by the budget. */
  private stepsUntilDue(): number {
    const { run, options, clock, saver, validator } = this.parts;
    const { steps = Number.POSITIVE_INFINITY } = options;
    const validation = validator === undefined ? Number.POSITIVE_INFINITY : nextMultiple(run.habits.validateEvery, this.step);
    return Math.min(Math.min(steps, validation, saver.nextDue(this.step)) - this.step, clock.stepsInBudget(saver.reserveMs));
  }

  /** Checks, tells, validates and logs a step; the device may be further, but then nothing is due after this one. */
  private async *afterStep(step: number, metrics: Metrics, endedAt: number): AsyncGenerator<TrainingEvent> {
    const { clock, log } = this.parts;
    await this.checkFinite(metrics, step);
    this.step = step;
    const speed = clock.speed(step, endedAt);
    yield { type: 'step-end', step, metrics, ...speed };
    const isDue = this.parts.validator !== undefined && step % this.parts.run.habits.validateEvery === 0;
    const { metrics: validation, isBest } = isDue ? yield* this.validate() : { metrics: {}, isBest: false };
    log.append(step, { ...rounded({ ...metrics, ...validation }), itemsPerSecond: Math.round(speed.itemsPerSecond * 10) / 10 });
    // after the line of the step: a crash in between repeats the step, one before would lose its line
    if (isBest) yield* this.keepBest();
  }

  private learningRate(value: number | undefined): Metrics {
    return value === undefined ? {} : { learningRate: value };
  }

  /** Judges the state as it is. */
  private async *validate(): AsyncGenerator<TrainingEvent, { metrics: Metrics; isBest: boolean }> {
    const { validator, best, device } = this.parts as LoopParts & { validator: Validator; best: BestTracker };
    const metrics = await validator.validate(device);
    await this.checkFinite(metrics, this.step);
    this.validatedStep = this.step;
    const isBest = best.add(this.step, metrics[validator.objective] as number);
    yield { type: 'validation-end', step: this.step, metrics, isBest };
    return { metrics, isBest };
  }

  /** Saves the state that was judged best, then names it. */
  private async *keepBest(): AsyncGenerator<TrainingEvent> {
    const { best, run, saver } = this.parts;
    yield* saver.keep(this.step);
    if (best?.current !== undefined) await writeBestStep(run.dir, best.current);
  }

  private async checkFinite(metrics: Metrics, step: number): Promise<void> {
    for (const [name, value] of Object.entries(metrics)) {
      if (Number.isFinite(value)) continue;
      throw new DivergenceError('E-TRAIN-001', `training diverged: ${name} is ${value} after step ${step}`, {
        path: this.parts.run.dir,
        note: await safeNote(this.parts.run.dir),
        hints: ['train again with a lower learning rate or another seed', 'or let it go back by itself: --on-divergence rewind'],
      });
    }
  }

  private async stateOf(step: number): Promise<Tree<HostTensor>> {
    const { run, options } = this.parts;
    const { checkpoint } = await chosenCheckpoint(run.dir, step);
    return checkpointState(checkpoint, options.model.parameterEntries(run.config));
  }

  /** Goes back to an earlier checkpoint, or to the start, where that was asked for and may help. */
  private async *rewind(error: DivergenceError): AsyncGenerator<TrainingEvent> {
    const { run, device, rewinds, log } = this.parts;
    if (run.habits.onDivergence !== 'rewind') throw error;
    if (rewinds.count >= MAX_REWINDS) {
      throw new DivergenceError('E-TRAIN-004', `${error.message}; it went back ${MAX_REWINDS} times before`, {
        path: run.dir,
        note: await safeNote(run.dir),
        hints: ['train a new run with a lower learning rate'],
        cause: error,
      });
    }
    const toStep = rewinds.target(await listCheckpointSteps(run.dir));
    const state = toStep === 0 ? run.firstState() : await this.stateOf(toStep);
    // a crash in between leads back here, not to a checkpoint of the way that was left
    for (const step of await listCheckpointSteps(run.dir)) if (step > toStep) await removeCheckpoint(run.dir, step);
    await rewinds.add({ fromStep: this.step + 1, toStep });
    await log.cutAfter(toStep);
    device.replace(state);
    this.step = toStep;
    yield {
      type: 'warning',
      message: `${error.message}; went back to step ${toStep} with half the learning rate and other batches`,
    };
  }
}

// float32 carries seven digits; the rest is noise of the conversion
function rounded(metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value.toPrecision(7))]));
}
