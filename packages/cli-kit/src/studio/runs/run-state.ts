import type { SampleFile } from '@aigc/core';
import type { Verdict } from '@aigc/plugin-api';

/** `starting`: a process was started and has not made the run yet. `stopped`: nobody trains it, and it did not come to its end. */
export type RunStatus = 'starting' | 'training' | 'stopping' | 'stopped' | 'ended' | 'failed';

/** A metric of a run: its newest value and its course, less than 120 points. */
export interface MetricState {
  readonly name: string;
  readonly value: number;
  readonly points: readonly number[];
}

/** The process that trains a run. */
export interface WriterState {
  readonly pid: number;
  /** On another machine that shares the folder it can be watched, not stopped. */
  readonly isHere: boolean;
  readonly host: string;
}

/** A run as the studio shows it at one moment. */
export interface RunState {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly status: RunStatus;
  /** `gan`; the rest of what `train` made of it is unknown until the run is begun. */
  readonly family: string;
  readonly model: string;
  readonly device: string;
  readonly itemUnit: 'images' | 'tokens';
  /** Side in pixels of one picture of its sample sheets; undefined where there are none. */
  readonly imageSize: number | undefined;
  /** 0 before the first step. */
  readonly step: number;
  /** Undefined where no end was planned. */
  readonly totalSteps: number | undefined;
  readonly itemsPerSecond: number | undefined;
  /** Seconds; undefined while nobody trains it, or where nobody can say. */
  readonly etaS: number | undefined;
  /** The loss first. */
  readonly metrics: readonly MetricState[];
  /** By step. */
  readonly samples: readonly SampleFile[];
  readonly writer: WriterState | undefined;
  readonly verdict: Verdict | undefined;
  /** What the process that trains it writes; undefined where the studio did not start it. */
  readonly log: string | undefined;
  /** Why it failed, or what it does before its first step. */
  readonly note: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Is a process at work on it? */
export function isActive({ status }: RunState): boolean {
  return status === 'starting' || status === 'training' || status === 'stopping';
}
