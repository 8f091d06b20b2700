/** How a learning rate changes over a run. */
export interface LearningRateSchedule {
  /** The highest rate, reached after warm-up. */
  readonly learningRate: number;
  /** `constant`, or a fall to `finalLearningRate` along a line or half a cosine. */
  readonly learningRateSchedule: 'constant' | 'linear' | 'cosine';
  /** Steps over which the rate rises from 0 along a line. */
  readonly warmupSteps: number;
  /** Step at which the final rate is reached; it stays there. */
  readonly scheduleSteps: number;
  readonly finalLearningRate: number;
}

/**
 * Learning rate of a step; steps count from 1.
 *
 * @see Loshchilov and Hutter 2017, arXiv 1608.03983, equation 5, for the cosine, here without restarts
 */
export function scheduledLearningRate(schedule: LearningRateSchedule, step: number): number {
  const { learningRate, learningRateSchedule, warmupSteps, scheduleSteps, finalLearningRate } = schedule;
  if (step <= warmupSteps) return (learningRate * step) / warmupSteps;
  if (learningRateSchedule === 'constant') return learningRate;
  const share = Math.min(1, (step - warmupSteps) / Math.max(1, scheduleSteps - warmupSteps));
  const left = learningRateSchedule === 'linear' ? 1 - share : (1 + Math.cos(Math.PI * share)) / 2;
  return finalLearningRate + (learningRate - finalLearningRate) * left;
}
