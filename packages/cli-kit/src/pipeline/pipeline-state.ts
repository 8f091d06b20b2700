/** How far the command of a job is, by its own words. */
export interface JobProgressState {
  /** `step`, `drawing frames`. */
  readonly stage: string;
  readonly done: number;
  /** Undefined where no end was planned. */
  readonly total: number | undefined;
  /** Seconds; undefined where it does not say. */
  readonly etaS: number | undefined;
}

/** One job of a pipeline as it is shown at one moment. */
export interface JobState {
  readonly id: string;
  /** `interrupted`: it was begun, and can be gone on with. `blocked`: a job before it did not finish. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'later' | 'skipped' | 'blocked' | 'interrupted';
  /** Milliseconds since 1970; of one that runs. */
  readonly startedMs: number | undefined;
  /** How long it took, where that is known. */
  readonly seconds: number | undefined;
  /** Why it failed, was skipped or is blocked. */
  readonly message: string | undefined;
  /** File of what its command prints; undefined where it has not been run. */
  readonly log: string | undefined;
  readonly progress: JobProgressState | undefined;
}

/** A pipeline as it is shown at one moment. */
export interface PipelineState {
  /** Absolute folder of its plan, which tells it from others. */
  readonly path: string;
  readonly name: string;
  /** Absolute path of the pipeline file. */
  readonly file: string;
  /** Variables that were given, e.g. `steps=200`. */
  readonly vars: readonly string[];
  /** Words of a command line that run it again. */
  readonly argv: readonly string[];
  /** `stopped`: nobody works on it, and some of it is left to do. */
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  readonly startedMs: number;
  /** When something last happened. */
  readonly lastMs: number;
  /** In the order of the plan. */
  readonly jobs: readonly JobState[];
  /** The processes that work on it; one of another machine can be watched, not stopped. */
  readonly workers: readonly { readonly pid: number; readonly host: string; readonly isHere: boolean }[];
  /** Seconds; undefined while nobody works on it, or where nobody can say. */
  readonly etaS: number | undefined;
}

/** Looks at pipelines on disk; the host has what runs them. */
export interface PipelineSource {
  /** All of them at this moment. @param nowMs milliseconds since 1970 */
  poll(nowMs: number): Promise<PipelineState[]>;
}

/** How many jobs stand how. */
export interface JobCounts {
  /** Those that were skipped too: nothing is left to do. */
  readonly done: number;
  readonly running: number;
  /** Those that asked to go on later, were interrupted, or are blocked by such a one too. */
  readonly failed: number;
  readonly waiting: number;
}

/** Counts the jobs of a pipeline. */
export function countJobs({ jobs }: PipelineState): JobCounts {
  const count = (...states: readonly JobState['state'][]): number => jobs.filter(({ state }) => states.includes(state)).length;
  return {
    done: count('done', 'skipped'),
    running: count('running'),
    failed: count('failed', 'blocked'),
    waiting: count('waiting', 'later', 'interrupted'),
  };
}
