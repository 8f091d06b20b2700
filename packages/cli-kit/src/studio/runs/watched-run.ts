import { readdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { currentWriter, type RunFiles, type RunWriter, readRunFiles, readVerdict, type SampleFile } from '@aigc/core';
import { AigcError, type Verdict } from '@aigc/plugin-api';
import type { JobRecord } from './job-record.js';
import { MetricsTail } from './metrics-tail.js';
import type { MetricState, RunState, WriterState } from './run-state.js';
import { StepRate } from './step-rate.js';

const SPEED = 'itemsPerSecond';
/** What a person looks at first. */
const MAIN_METRICS = ['loss', 'generatorLoss'];

/** What is known beside the files of a run. */
export interface Surroundings {
  /** The wall clock. */
  readonly today: Date;
  readonly job: JobRecord | undefined;
  /** Does the process of the job live? */
  readonly isStarted: boolean;
  readonly log: string | undefined;
  /** Was it told to stop? */
  readonly isStopping: boolean;
}

/** One run on disk, looked at again and again: what has not changed is not read again. */
export class WatchedRun {
  readonly path: string;
  readonly #tail: MetricsTail;
  readonly #rate = new StepRate();
  #files: Pick<RunFiles, 'info' | 'config'> & { readonly kind: string };
  #changedMs = Number.NaN;
  #samplesChangedMs = Number.NaN;
  #samples: readonly SampleFile[] = [];
  #writer: RunWriter | undefined;
  #verdict: Verdict | undefined;
  #warning: string | undefined;

  private constructor(path: string, { info, config, data }: RunFiles) {
    this.path = path;
    this.#tail = new MetricsTail(path);
    // the list of files, which may be long, is not kept
    this.#files = { info, config, kind: data.kind };
  }

  /** @throws InvalidConfigError where the folder is no run, or one that is damaged. */
  static async open(path: string): Promise<WatchedRun> {
    return new WatchedRun(path, await readRunFiles(path));
  }

  /** Looks at what may have changed. @throws StorageError where the run has gone, or cannot be read. */
  async poll(nowMs: number): Promise<void> {
    // locks, verdicts and checkpoints come and go by renaming, which the folder's time tells
    const { mtimeMs } = await stat(this.path);
    const hasChanged = mtimeMs !== this.#changedMs;
    this.#changedMs = mtimeMs;
    if (hasChanged) this.#verdict = await readVerdict(this.path);
    if (hasChanged || this.#writer !== undefined) this.#writer = await currentWriter(this.path);
    await this.#pollSamples();
    await this.#pollMetrics();
    if (this.#writer === undefined) this.#rate.reset();
    else if (this.#tail.lastStep > 0) this.#rate.observe(this.#tail.lastStep, nowMs);
  }

  async #pollMetrics(): Promise<void> {
    try {
      await this.#tail.poll();
      this.#warning = undefined;
    } catch (error) {
      if (!AigcError.isInstance(error)) throw error;
      this.#warning = error.message;
    }
  }

  async #pollSamples(): Promise<void> {
    const folder = join(this.path, 'samples');
    const changedMs = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    if (changedMs === this.#samplesChangedMs) return;
    this.#samplesChangedMs = changedMs;
    const names = changedMs === 0 ? [] : await readdir(folder);
    const files = names.map((name) => sampleFile(folder, name)).filter((file) => file !== undefined);
    this.#samples = files.sort((a, b) => a.step - b.step);
  }

  /** The run at this moment. */
  state(around: Surroundings): RunState {
    const { info, config, kind } = this.#files;
    const writer = this.#writer;
    // the schedule of the learning rate is made for `--steps` unless it was set
    const planned = around.job?.steps ?? numberIn(config, 'scheduleSteps');
    // who has come further was resumed with another plan, which is not in its files
    const totalSteps = planned === undefined || planned < this.#tail.lastStep ? undefined : planned;
    return {
      path: this.path,
      name: basename(this.path),
      status: this.#status(around),
      family: info.family,
      model: info.model,
      device: info.environment.device,
      itemUnit: kind === 'text' ? 'tokens' : 'images',
      imageSize: numberIn(config, 'imageSize'),
      step: this.#tail.lastStep,
      totalSteps,
      itemsPerSecond: this.#tail.values.get(SPEED),
      etaS: writer === undefined ? undefined : this.#eta(totalSteps, around),
      metrics: this.#metrics(),
      samples: this.#samples,
      writer: this.#writerState(around),
      verdict: this.#verdict,
      log: around.log,
      note: this.#warning,
      createdAt: Date.parse(info.createdAt) || 0,
    };
  }

  #status({ isStarted, isStopping }: Surroundings): RunState['status'] {
    if (isStopping && (isStarted || this.#writer !== undefined)) return 'stopping';
    if (this.#writer !== undefined) return 'training';
    if (isStarted) return 'starting';
    return this.#verdict === undefined ? 'stopped' : 'ended';
  }

  #writerState({ job, isStarted }: Surroundings): WriterState | undefined {
    const writer = this.#writer;
    if (writer !== undefined) return { pid: writer.pid, host: writer.host, isHere: writer.host === hostname() };
    return isStarted && job !== undefined ? { pid: job.pid, host: hostname(), isHere: true } : undefined;
  }

  /** Until what comes first: the last step, or the end of the time that was given. */
  #eta(totalSteps: number | undefined, { job, today }: Surroundings): number | undefined {
    const rate = this.#rate.stepsPerSecond;
    const left = totalSteps === undefined ? undefined : Math.max(0, totalSteps - this.#tail.lastStep);
    const bySteps = left === undefined || rate === undefined ? undefined : left / rate;
    const usedS = job === undefined ? 0 : (today.getTime() - Date.parse(job.startedAt)) / 1000;
    const byBudget = job?.budgetS === undefined ? undefined : Math.max(0, job.budgetS - usedS);
    return bySteps === undefined || byBudget === undefined ? (bySteps ?? byBudget) : Math.min(bySteps, byBudget);
  }

  #metrics(): MetricState[] {
    const rank = (name: string): number => (MAIN_METRICS.includes(name) ? 0 : name.startsWith('validation') ? 2 : 1);
    return [...this.#tail.values]
      .filter(([name]) => name !== SPEED)
      .map(([name, value]) => ({ name, value, points: this.#tail.history.get(name)?.points ?? [] }))
      .sort((a, b) => rank(a.name) - rank(b.name));
  }
}

function numberIn(config: object, name: string): number | undefined {
  const value = (config as { readonly [name: string]: unknown })[name];
  return typeof value === 'number' ? value : undefined;
}

function sampleFile(folder: string, name: string): SampleFile | undefined {
  const [, step, extension] = /^step-(\d+)\.(png|txt)$/.exec(name) ?? [];
  if (step === undefined) return undefined;
  return { step: Number(step), path: join(folder, name), kind: extension === 'png' ? 'image' : 'text' };
}
