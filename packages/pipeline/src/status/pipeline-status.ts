import type { JobProgress } from './job-progress.js';

/** `interrupted`: it was begun, and can be gone on with. `blocked`: a job before it did not finish. */
export type JobStanding = 'waiting' | 'running' | 'done' | 'failed' | 'later' | 'skipped' | 'blocked' | 'interrupted';

/** One job of a pipeline at this moment. */
export interface JobStatus {
  readonly id: string;
  readonly state: JobStanding;
  /** Milliseconds since 1970; of one that runs. */
  readonly startedMs: number | undefined;
  /** How long it took, where that is known. */
  readonly seconds: number | undefined;
  /** Why it failed, was skipped or is blocked. */
  readonly message: string | undefined;
  /** File of what its command prints; undefined where it has not been run. */
  readonly log: string | undefined;
  /** Of one that runs. */
  readonly progress: JobProgress | undefined;
}

/** A process that works on a pipeline. */
export interface PipelineWorker {
  readonly pid: number;
  readonly host: string;
  /** One of another machine can be watched, not stopped. */
  readonly isHere: boolean;
}

/** `stopped`: nobody works on it, and some of it is left to do. */
export type PipelineStanding = 'running' | 'done' | 'failed' | 'stopped';

/** A pipeline at this moment. */
export interface PipelineStatus {
  /** Absolute folder of its plan, which tells it from others. */
  readonly path: string;
  readonly name: string;
  /** Absolute path of the pipeline file. */
  readonly file: string;
  /** Variables that were given, e.g. `steps=200`. */
  readonly vars: readonly string[];
  /** Words after `aigc` that run it again. */
  readonly argv: readonly string[];
  readonly state: PipelineStanding;
  readonly startedMs: number;
  /** When something last happened. */
  readonly lastMs: number;
  /** In the order of the plan. */
  readonly jobs: readonly JobStatus[];
  readonly workers: readonly PipelineWorker[];
  /** Seconds; undefined while nobody works on it, or where a job that is left has no other to judge by. */
  readonly etaS: number | undefined;
}
