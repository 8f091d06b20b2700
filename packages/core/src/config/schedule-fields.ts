import type { TrainingPlan } from '@aigc/plugin-api';
import { z } from 'zod';

/** What `scheduleFields` parse to. */
export interface ScheduleSettings {
  readonly learningRateSchedule: 'constant' | 'linear' | 'cosine';
  readonly warmupSteps: number;
  readonly scheduleSteps?: number | undefined;
  readonly finalLearningRate?: number | undefined;
}

/**
 * Settings of a learning-rate schedule, to be spread into a model's schema beside its `learningRate`.
 *
 * @param defaults of the model
 */
export function scheduleFields(
  defaults: Omit<ScheduleSettings, 'scheduleSteps'> = { learningRateSchedule: 'constant', warmupSteps: 0 },
) {
  const { learningRateSchedule, warmupSteps, finalLearningRate = 0 } = defaults;
  return {
    learningRateSchedule: z
      .enum(['constant', 'linear', 'cosine'])
      .default(learningRateSchedule)
      .describe('how the learning rate falls after warm-up'),
    warmupSteps: z
      .number()
      .int()
      .min(0)
      .max(1e6)
      .default(warmupSteps)
      .describe('steps over which the learning rate rises from 0'),
    scheduleSteps: z
      .number()
      .int()
      .min(1)
      .max(1e9)
      .optional()
      .describe('step at which the final learning rate is reached; --steps when absent'),
    finalLearningRate: z.number().min(0).max(1).default(finalLearningRate).describe('learning rate at the end of the schedule'),
  };
}

/** The step at which a schedule ends: as given, else as long as the run is planned, else `fallback`. */
export function resolveSchedule(
  settings: ScheduleSettings,
  plan: TrainingPlan | undefined,
  fallback: number,
): { scheduleSteps: number } {
  return { scheduleSteps: settings.scheduleSteps ?? plan?.steps ?? fallback };
}
