import { basename, extname, resolve } from 'node:path';
import { defaultRunDir } from '@aigc/core';
import type { CommandIo } from '../output/command-io.js';
import type { PipelineState } from '../pipeline/pipeline-state.js';
import { displayPath } from '../text/display-path.js';
import { type Program, type StartedJob, startJob, startLogged } from './run-programs.js';
import { failureOf } from './runs/run-folder.js';
import type { RunState } from './runs/run-state.js';
import { flagValue, plannedLimits } from './studio-commands.js';

/** What is told when a job begins or ends. */
export interface JobNews {
  readonly notice: string;
  /** How many of this studio are at work. */
  readonly ownJobs: number;
}

/** What jobs are started with. */
export interface StudioJobsOptions {
  readonly program: Program;
  readonly io: CommandIo;
  /** Absolute folder of runs, where records and logs are kept. */
  readonly runs: string;
  readonly tell: (news: JobNews) => void;
  /** Takes what is nobody's fault but ours. */
  readonly fail: (error: unknown) => void;
}

/** A job that was told to stop ends with one of these. */
const STOPPED: readonly (number | null)[] = [130, 143];
const PARTLY_FAILED = 50;

/** The trainings and pipelines that a studio starts; they outlive it. */
export class StudioJobs {
  readonly #options: StudioJobsOptions;
  readonly #pids = new Set<number>();

  constructor(options: StudioJobsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#pids.size;
  }

  /** Starts a training. Gives the folder of its run. */
  async train(argv: readonly string[]): Promise<string> {
    const { program, io, runs } = this.#options;
    const given = flagValue(argv, 'resume') ?? flagValue(argv, 'out');
    const path = resolve(io.cwd, given ?? `${runs}/${runName(argv[1] ?? 'run', io.today())}`);
    const words = given === undefined ? [...argv, `--out=${path}`] : argv;
    const job = await startJob(program, runs, { run: path, argv: words, startedAt: io.today(), ...plannedLimits(words) });
    this.#follow(displayPath(path, io.cwd), job);
    return path;
  }

  /** Starts a pipeline. Gives the process that works on it. @param argv `run`, the file, and more */
  async runPipeline(argv: readonly string[]): Promise<number> {
    const { program, io, runs } = this.#options;
    const file = argv.slice(1).find((word) => !word.startsWith('--')) ?? 'pipeline';
    const name = basename(file, extname(file));
    const job = await startLogged(program, runs, { argv, name: runName(name, io.today()) });
    this.#follow(`pipeline ${name}`, job);
    return job.pid;
  }

  /** Asks the trainings and pipelines of this studio to save and stop. */
  stopAll(): void {
    for (const pid of this.#pids) askToStop(pid);
    this.#pids.clear();
  }

  #follow(name: string, { pid, log, ended }: StartedJob): void {
    const { tell, fail } = this.#options;
    this.#pids.add(pid);
    tell({ notice: `started ${name}`, ownJobs: this.count });
    const noteEnd = async (exitCode: number | null): Promise<void> => {
      this.#pids.delete(pid);
      tell({ notice: await endText(name, exitCode, log), ownJobs: this.count });
    };
    void ended.then(noteEnd).catch(fail);
  }
}

async function endText(name: string, exitCode: number | null, log: string): Promise<string> {
  if (exitCode === 0) return `${name} is ready`;
  if (STOPPED.includes(exitCode)) return `${name} has stopped`;
  if (exitCode === PARTLY_FAILED) return `${name} has ended; some of it failed`;
  return `${name}: ${(await failureOf(log)) ?? 'it was killed'}`;
}

/** Asks the processes of this machine behind a run or a pipeline to save and stop. Gives what is to be said about it. */
export function stop(job: RunState | PipelineState): string {
  const pids =
    'workers' in job
      ? job.workers.filter(({ isHere }) => isHere).map(({ pid }) => pid)
      : job.writer === undefined
        ? []
        : [job.writer.pid];
  const failure = pids.map(askToStop).find((code) => code !== undefined);
  if (failure === undefined) return `${job.name} stops after this step`;
  return failure === 'ESRCH' ? `${job.name} has ended already` : `${job.name} belongs to someone else: ${failure}`;
}

/** Gives the code of what went wrong. */
function askToStop(pid: number): string | undefined {
  try {
    process.kill(pid, 'SIGTERM');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

/** `gan-20261123-141500`, as `train` would call it. */
export function runName(family: string, date: Date): string {
  return basename(defaultRunDir(family, date));
}
