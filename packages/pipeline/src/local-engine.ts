import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT } from '@aigc/plugin-api';
import { claimJob, sweepClaims } from './claim-job.js';
import { decide } from './condition.js';
import type { Engine, EngineOptions, JobState, PipelineEvent } from './engine.js';
import { explainPlan } from './explain-plan.js';
import type { Job } from './plan-jobs.js';
import { runCommand } from './run-command.js';

type JobEnd = Extract<PipelineEvent, { type: 'job-end' }>;

/** A job of another process is looked at again after so long: not by two in one rhythm, which could step back from it for ever. */
const pollMs = (): number => 150 + 100 * Math.random();
const LATER = 75;
/** Killed by a signal from outside after saving. */
const STOPPED: readonly number[] = [EXIT.interrupted, 129, 143];

/**
 * Runs jobs as child processes of this one, without a server. Everything it knows is in the store, so that it can be killed
 * anywhere and run again, and several of them can share a folder.
 */
export const localEngine: Engine = {
  async *run(jobs, options) {
    yield { type: 'plan', jobs: await explainPlan(jobs, options.store) };
    const run = new LocalRun(jobs, options);
    yield* run.events();
    // who was killed between a job's end and the end of its claim is asked for by nobody
    await sweepClaims(options.store.root);
    yield { type: 'pipeline-end', counts: run.counts() };
  },
};

class LocalRun {
  private readonly options: EngineOptions;
  private readonly waiting: Job[];
  private readonly byId: ReadonlyMap<string, Job>;
  private readonly states = new Map<string, JobState>();
  private readonly queue: PipelineEvent[] = [];
  private readonly running = new Set<Promise<void>>();
  /** Ends the waiting for something to tell. */
  private wake: () => void = () => {};

  constructor(jobs: readonly Job[], options: EngineOptions) {
    this.options = options;
    this.byId = new Map(jobs.map((job) => [job.id, job]));
    const { shard } = options;
    const isOwn = (job: Job): boolean =>
      shard === undefined || Number.parseInt(job.key.slice(0, 8), 16) % shard.count === shard.index;
    // own jobs first; the order among them stays, so that each comes after its dependencies
    this.waiting = [...jobs.filter(isOwn), ...jobs.filter((job) => !isOwn(job))];
  }

  counts(): { [state in JobState]: number } {
    const counts = { cached: 0, done: 0, failed: 0, later: 0, skipped: 0, blocked: 0, interrupted: 0 };
    for (const state of this.states.values()) counts[state] += 1;
    return counts;
  }

  async *events(): AsyncGenerator<PipelineEvent> {
    const { slots = 1, signal } = this.options;
    while (this.waiting.length > 0 || this.running.size > 0) {
      const started = signal?.aborted === true ? this.giveUp() : await this.startReady(slots);
      yield* this.queue.splice(0);
      if (started > 0 || this.waiting.length + this.running.size === 0) continue;
      // a running job begins or ends, or another process finishes one
      const told = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      if (this.queue.length === 0) {
        await Promise.race([told, ...this.running, ...(this.waiting.length > 0 ? [sleep(pollMs())] : [])]);
      }
      yield* this.queue.splice(0);
    }
  }

  private giveUp(): number {
    for (const job of this.waiting.splice(0)) this.end(job, 'interrupted', { message: 'stopped before it began' });
    return 0;
  }

  /** Starts or settles what can be; gives how many jobs left the waiting list. */
  private async startReady(slots: number): Promise<number> {
    let count = 0;
    for (const job of [...this.waiting]) {
      const fate = await this.fateOf(job, this.running.size < slots);
      if (fate === 'wait') continue;
      if (fate === 'run') {
        const claim = await claimJob(this.options.store.root, job.key);
        if (claim === undefined) continue;
        this.track(this.work(job).finally(() => claim.release()));
      }
      this.waiting.splice(this.waiting.indexOf(job), 1);
      count += 1;
    }
    return count;
  }

  /** What is to be done with a job now; one that needs no work is settled here. */
  private async fateOf(job: Job, hasSlot: boolean): Promise<'wait' | 'run' | 'settled'> {
    const before = job.dependencies.map((id) => this.states.get(id));
    if (before.some((state) => state === undefined)) return 'wait';
    const stopped = job.dependencies.find((id) => !['done', 'cached'].includes(this.states.get(id) as string));
    if (stopped !== undefined) {
      const isSkipped = this.states.get(stopped) === 'skipped';
      this.end(job, isSkipped ? 'skipped' : 'blocked', { message: `${stopped} was not made` });
      return 'settled';
    }
    if (job.when !== undefined && !(await this.holds(job, job.when))) {
      this.end(job, 'skipped', { message: `${job.when} does not hold` });
      return 'settled';
    }
    // looking costs a read: only for jobs that could run
    if (!hasSlot) return 'wait';
    if ((await this.options.store.read(job.key)) === undefined) return 'run';
    await this.saveOutput(job);
    this.end(job, 'cached', { output: this.shownOutput(job) });
    return 'settled';
  }

  private track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }

  private async work(job: Job): Promise<void> {
    const { store, program, folder, signal } = this.options;
    const started = performance.now();
    // it may have been finished by another process between the look and the claim
    if ((await store.read(job.key)) !== undefined) {
      this.end(job, 'cached', { output: this.shownOutput(job) });
      return;
    }
    const active = await store.begin(job.key);
    await store.rememberParts(job.id, job.parts);
    const [log, events] = [store.activeLog(job.key), store.eventsFile(job.key)];
    for (let attempt = 0; ; attempt++) {
      const argv = await this.wordsFor(job, join(active, job.out));
      // those of an attempt before this one
      await rm(events, { force: true });
      this.tell({ type: 'job-start', job: job.id, argv });
      const end = await runCommand({ program, argv, cwd: folder, logFile: log, eventsFile: events, signal });
      const seconds = (performance.now() - started) / 1000;
      if (end.exitCode === 0) {
        const value = moved(end.value, active, store.resultFolder(job.key));
        await store.commit({ result: 1, job: job.id, key: job.key, argv, seconds, finishedAt: new Date().toISOString(), value });
        await this.saveOutput(job);
        this.end(job, 'done', { seconds, output: this.shownOutput(job) });
        return;
      }
      if (end.exitCode === LATER) return this.end(job, 'later', { seconds, message: 'it asks to go on later', log });
      if (signal?.aborted === true || STOPPED.includes(end.exitCode)) return this.end(job, 'interrupted', { seconds, log });
      if (attempt < job.retries) continue;
      return this.end(job, 'failed', { seconds, message: end.message ?? `exit ${end.exitCode}`, log });
    }
  }

  /** The words of a job's command; those to go on with where it left work behind. */
  private async wordsFor(job: Job, output: string): Promise<readonly string[]> {
    const argv = job.argv((id) => this.outputOf(id));
    const resumed = await this.options.resume?.(argv, output);
    if (resumed !== undefined) return resumed;
    await rm(output, { recursive: true, force: true });
    return [...argv, `--out=${output}`];
  }

  private outputOf(jobId: string): string {
    const job = this.byId.get(jobId) as Job;
    return join(this.options.store.resultFolder(job.key), job.out);
  }

  private shownOutput(job: Job): string {
    return job.save ?? this.outputOf(job.id);
  }

  private async saveOutput(job: Job): Promise<void> {
    if (job.save !== undefined) await this.options.store.save(this.outputOf(job.id), job.save);
  }

  private async holds(job: Job, when: string): Promise<boolean> {
    const facts: { [step: string]: object } = {};
    for (const id of job.dependencies) {
      const { key, stepId } = this.byId.get(id) as Job;
      const result = (await this.options.store.read(key))?.value;
      facts[stepId] = { ...(await this.options.factsOf?.(this.outputOf(id))), result };
    }
    return decide(when, (name) => valueAt({ steps: facts, matrix: job.point }, name.split('.')));
  }

  private end(job: Job, state: JobState, facts: Partial<Omit<JobEnd, 'type' | 'job' | 'state'>>): void {
    this.states.set(job.id, state);
    this.tell({ type: 'job-end', job: job.id, state, seconds: 0, ...facts });
  }

  private tell(event: PipelineEvent): void {
    this.queue.push(event);
    this.wake();
  }
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key) ? (node as Record<string, unknown>)[key] : undefined,
    value,
  );
}

/** A command's result with the paths that its output has after it was moved. */
function moved(value: unknown, from: string, to: string): unknown {
  return value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value).replaceAll(JSON.stringify(from).slice(1, -1), JSON.stringify(to).slice(1, -1)));
}
