import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, extname, join } from 'node:path';
import { isJournal } from '../journal-line.js';
import { type PlanRecord, type RecordedJob, readPlan } from '../plan-record.js';
import { isMarkAlive } from '../process-mark.js';
import type { ResultStore } from '../result-store.js';
import { estimateEnd } from './estimate-end.js';
import { FolderChange } from './folder-change.js';
import { readJobProgress } from './job-progress.js';
import { type JobLine, JournalTail } from './journal-tail.js';
import type { JobStanding, JobStatus, PipelineStanding, PipelineStatus } from './pipeline-status.js';

/** What a newest line of a journal says where it is true whatever the results are. */
const SETTLED: readonly string[] = ['failed', 'later', 'skipped', 'blocked', 'interrupted'];
/** Results of a step that its mean time is made from. */
const MAX_SAMPLES = 20;

/** A job's newest line, and whether its process lives. */
interface Told {
  readonly line: JobLine;
  readonly isAlive: boolean;
}

/** One plan on disk, looked at again and again: what has not changed is not read again. */
export class WatchedPlan {
  readonly path: string;
  readonly #store: ResultStore;
  readonly #tails = new Map<string, JournalTail>();
  readonly #seconds = new Map<string, number>();
  #plan: PlanRecord | undefined;
  readonly #folder: FolderChange;

  constructor(path: string, store: ResultStore) {
    this.path = path;
    this.#store = store;
    this.#folder = new FolderChange(path);
  }

  /**
   * Looks at what may have changed.
   *
   * @param finished keys of jobs that are done
   * @returns undefined where there is no plan any more
   */
  async poll(finished: ReadonlySet<string>, nowMs: number): Promise<PipelineStatus | undefined> {
    await this.#look();
    const plan = this.#plan;
    if (plan === undefined) return undefined;
    const alive = new Set<JournalTail>();
    for (const tail of this.#tails.values()) {
      if (tail.hasEnded) continue;
      await tail.poll();
      const { begin, hasEnded } = tail;
      if (begin !== undefined && !hasEnded && (await isMarkAlive(begin, tail.lastSignMs))) alive.add(tail);
    }
    const told = this.#told(alive);
    const jobs = await Promise.all(plan.jobs.map((job) => this.#status(job, told.get(job.id), finished)));
    const begins = [...alive].map(({ begin }) => begin).filter((begin) => begin !== undefined);
    return {
      path: this.path,
      name: basename(plan.file, extname(plan.file)),
      file: plan.file,
      vars: Object.entries(plan.vars).map(([name, value]) => `${name}=${value}`),
      argv: plan.argv,
      state: standing(jobs, alive.size > 0),
      startedMs: Date.parse(plan.startedAt) || 0,
      lastMs: Math.max(0, ...[...this.#tails.values()].map(({ lastSignMs }) => lastSignMs)),
      jobs: jobs.map(({ step: _, ...job }) => job),
      workers: begins.map(({ pid, host }) => ({ pid, host, isHere: host === hostname() })),
      etaS:
        alive.size === 0 ? undefined : await this.#eta(jobs, finished, { slots: sum(begins.map(({ slots }) => slots)), nowMs }),
    };
  }

  async #look(): Promise<void> {
    // plans and journals come by being made, or renamed, which the folder's time tells
    if (!(await this.#folder.look())) return;
    this.#plan = await readPlan(this.path);
    const names = (await readdir(this.path).catch((): string[] => [])).filter(isJournal);
    for (const name of this.#tails.keys()) if (!names.includes(name)) this.#tails.delete(name);
    for (const name of names) if (!this.#tails.has(name)) this.#tails.set(name, new JournalTail(join(this.path, name)));
  }

  /** By job: what was told last, by whichever process. */
  #told(alive: ReadonlySet<JournalTail>): Map<string, Told> {
    const told = new Map<string, Told>();
    for (const tail of this.#tails.values()) {
      for (const [id, line] of tail.jobs) {
        const known = told.get(id)?.line.time ?? '';
        if (line.time >= known) told.set(id, { line, isAlive: alive.has(tail) });
      }
    }
    return told;
  }

  async #status(
    job: RecordedJob,
    told: Told | undefined,
    finished: ReadonlySet<string>,
  ): Promise<JobStatus & { readonly step: string }> {
    const { id, step, key } = job;
    // what was told of a job with other settings is about another result
    const line = told?.line.key === key ? told.line : undefined;
    const state = jobState(line, told?.isAlive === true, finished.has(key));
    const isRunning = state === 'running';
    const ended = line?.type === 'job' ? line : undefined;
    if (ended?.state === 'done') this.#seconds.set(key, ended.seconds);
    const log = state === 'done' ? this.#store.resultLog(key) : line === undefined ? undefined : this.#store.activeLog(key);
    return {
      id,
      step,
      state,
      startedMs: isRunning && line !== undefined ? Date.parse(line.time) : undefined,
      seconds: this.#seconds.get(key) ?? (ended?.state === 'failed' ? ended.seconds : undefined),
      message: state === ended?.state ? ended.message : undefined,
      log: state === 'skipped' || state === 'blocked' ? undefined : log,
      progress: isRunning ? await readJobProgress(this.#store.eventsFile(key)) : undefined,
    };
  }

  async #eta(
    jobs: readonly (JobStatus & { readonly step: string })[],
    finished: ReadonlySet<string>,
    { slots, nowMs }: { readonly slots: number; readonly nowMs: number },
  ): Promise<number | undefined> {
    const isLeft = ({ state }: JobStatus): boolean => state === 'running' || state === 'waiting';
    const secondsOf = new Map<string, number>();
    for (const step of new Set(jobs.filter(isLeft).map((job) => job.step))) {
      const keys = (this.#plan?.jobs ?? []).filter((job) => job.step === step && finished.has(job.key)).map(({ key }) => key);
      const times = (await Promise.all(keys.slice(-MAX_SAMPLES).map((key) => this.#secondsOf(key)))).filter(
        (seconds) => seconds !== undefined,
      );
      if (times.length > 0) secondsOf.set(step, sum(times) / times.length);
    }
    return estimateEnd({ jobs, secondsOf, slots, nowMs });
  }

  async #secondsOf(key: string): Promise<number | undefined> {
    const known = this.#seconds.get(key) ?? (await this.#store.read(key).catch(() => undefined))?.seconds;
    if (known !== undefined) this.#seconds.set(key, known);
    return known;
  }
}

function jobState(line: JobLine | undefined, isAlive: boolean, isFinished: boolean): JobStanding {
  // a condition that does not hold leaves an older result unused
  if (line?.type === 'job' && line.state === 'skipped') return 'skipped';
  if (isFinished) return 'done';
  if (line?.type === 'start') return isAlive ? 'running' : 'interrupted';
  return line !== undefined && SETTLED.includes(line.state) ? (line.state as JobStanding) : 'waiting';
}

function standing(jobs: readonly JobStatus[], isAlive: boolean): PipelineStanding {
  if (isAlive) return 'running';
  if (jobs.some(({ state }) => state === 'failed')) return 'failed';
  return jobs.every(({ state }) => state === 'done' || state === 'skipped') ? 'done' : 'stopped';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
