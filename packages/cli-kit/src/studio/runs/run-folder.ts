import { access, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { AigcError } from '@aigc/plugin-api';
import { isJobAlive, type JobRecord, jobLog, logTail, readJobs, removeJob } from './job-record.js';
import { isActive, type RunState } from './run-state.js';
import { WatchedRun } from './watched-run.js';

const order = new Intl.Collator('en', { numeric: true });

/** The clocks that the course of runs is told by. */
export interface Clocks {
  /** Milliseconds on a clock that does not jump. */
  now(): number;
  today(): Date;
}

/** All runs of a folder, or the one that the folder is, and the trainings that are about to make one. */
export class RunFolder {
  readonly path: string;
  readonly #clocks: Clocks;
  readonly #isSingle: boolean;
  readonly #runs = new Map<string, WatchedRun>();
  /** Paths of runs that cannot be read, with the reason. */
  readonly #damaged = new Map<string, string>();
  /** Paths of runs that were told to stop. */
  readonly #stopping = new Set<string>();
  #isFirst = true;

  private constructor(path: string, isSingle: boolean, clocks: Clocks) {
    this.path = path;
    this.#isSingle = isSingle;
    this.#clocks = clocks;
  }

  /** A folder that does not exist yet has no runs. */
  static async open(path: string, clocks: Clocks): Promise<RunFolder> {
    const absolute = resolve(path);
    return new RunFolder(absolute, await exists(join(absolute, 'run.json')), clocks);
  }

  /** Marks a run as told to stop, until nobody trains it any more. */
  noteStop(path: string): void {
    this.#stopping.add(path);
  }

  /** Looks at everything that may have changed; those at work first, then the newest. */
  async poll(): Promise<RunState[]> {
    const jobsIn = this.#isSingle ? dirname(this.path) : this.path;
    const jobs = await readJobs(jobsIn);
    const byRun = new Map([...jobs.values()].map((job) => [job.run, job]));
    const names = this.#isSingle ? [''] : await readdir(this.path).catch((): string[] => []);
    const paths = new Set(names.map((name) => join(this.path, name)));
    // a training that was sent elsewhere is watched all the same
    if (!this.#isSingle) for (const run of byRun.keys()) paths.add(run);
    await Promise.all([...paths].map((path) => this.#find(path)));
    const states = await this.#pollRuns(jobsIn, byRun);
    if (!this.#isSingle) states.push(...(await this.#beginning(jobs)));
    this.#isFirst = false;
    return states.sort(
      (a, b) => Number(isActive(b)) - Number(isActive(a)) || b.createdAt - a.createdAt || order.compare(a.name, b.name),
    );
  }

  async #find(path: string): Promise<void> {
    if (this.#runs.has(path) || this.#damaged.has(path) || !(await exists(join(path, 'run.json')))) return;
    try {
      this.#runs.set(path, await WatchedRun.open(path));
    } catch (error) {
      if (!AigcError.isInstance(error)) throw error;
      this.#damaged.set(path, error.message);
    }
  }

  /** @param jobs by the run that they train */
  async #pollRuns(jobsIn: string, jobs: ReadonlyMap<string, JobRecord>): Promise<RunState[]> {
    const nowMs = this.#clocks.now();
    const states: RunState[] = [];
    for (const [path, run] of this.#runs) {
      try {
        await run.poll(nowMs);
      } catch {
        // deleted meanwhile; what is still there is found again
        this.#runs.delete(path);
        continue;
      }
      const job = jobs.get(path);
      const log = job === undefined ? undefined : jobLog(jobsIn, basename(path));
      const isStopping = this.#stopping.has(path);
      const isStarted = job !== undefined && (await isJobAlive(job));
      const state = run.state({ today: this.#clocks.today(), job, isStarted, log, isStopping });
      if (!isActive(state)) this.#stopping.delete(path);
      states.push(state);
    }
    for (const [path, reason] of this.#damaged) {
      if (await exists(path)) states.push(blankRun(path, { status: 'failed', note: reason }));
      else this.#damaged.delete(path);
    }
    return states;
  }

  /** Trainings that have no run yet: at work, or failed before they made one. */
  async #beginning(jobs: ReadonlyMap<string, JobRecord>): Promise<RunState[]> {
    const states: RunState[] = [];
    for (const [name, job] of jobs) {
      if (this.#runs.has(job.run)) continue;
      const isAlive = await isJobAlive(job);
      // what failed in an earlier studio was seen there
      if (!isAlive && this.#isFirst) {
        await removeJob(this.path, name);
        continue;
      }
      const log = jobLog(this.path, name);
      const note = isAlive ? (await logTail(log, 1))[0] : await failureOf(log);
      const status = this.#stopping.has(job.run) ? 'stopping' : 'starting';
      states.push(
        blankRun(job.run, {
          status: isAlive ? status : 'failed',
          family: job.argv[1] ?? '',
          log,
          note,
          writer: isAlive ? { pid: job.pid, isHere: true, host: hostname() } : undefined,
          createdAt: Date.parse(job.startedAt),
        }),
      );
    }
    return states;
  }
}

/** The line of a log that says what went wrong. */
export async function failureOf(log: string): Promise<string | undefined> {
  const lines = await logTail(log, 40);
  return lines.findLast((line) => line.startsWith('error')) ?? lines.at(-1);
}

function blankRun(path: string, known: Partial<RunState>): RunState {
  return {
    path,
    name: basename(path),
    status: 'starting',
    family: '',
    model: '',
    device: '',
    itemUnit: 'images',
    imageSize: undefined,
    step: 0,
    totalSteps: undefined,
    itemsPerSecond: undefined,
    etaS: undefined,
    metrics: [],
    samples: [],
    writer: undefined,
    verdict: undefined,
    log: undefined,
    note: undefined,
    createdAt: 0,
    ...known,
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
