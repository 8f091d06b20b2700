import type { RunFiles } from '../run/run-files.js';
import { sha256 } from '../storage/sha256.js';

/** What a resume goes on from. */
export interface ResumePoint {
  readonly run: RunFiles;
  readonly step: number;
  /** Over all tensors of the checkpoint: parameters, optimiser, averages. */
  readonly tensorHash: string;
  /** Content of the list of rewinds; undefined where the run never diverged. */
  readonly rewinds?: unknown;
}

/**
 * Hexadecimal sha256 over everything that decides the steps after a checkpoint: two runs with one hash go on alike. Noise, data
 * order, augmentation and schedule are functions of what is hashed.
 */
export function resumeHash({ run, step, tensorHash, rewinds }: ResumePoint): string {
  const { family, model, seed, habits } = run.info;
  const config = withoutIdleHorizon(run.config);
  return sha256(canonicalJson({ family, model, seed, habits, config, dataHash: run.data.hash, step, tensorHash, rewinds }));
}

/** A constant learning rate has no horizon, whatever length the run was planned with. */
function withoutIdleHorizon(config: { readonly learningRateSchedule?: unknown; readonly scheduleSteps?: unknown }): object {
  if (config.learningRateSchedule !== 'constant') return config;
  const { scheduleSteps: _, ...rest } = config;
  return rest;
}

/** JSON whose keys are sorted, so that equal values are equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
