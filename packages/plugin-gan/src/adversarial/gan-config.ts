import type { ScheduleSettings } from '@aigc/core/config';
import type { AugmentationConfig } from '../augment/config.js';

/** What the configurations of all models of this family have. */
export interface GanConfig extends AugmentationConfig, ScheduleSettings {
  readonly imageSize: number;
  readonly channels: 1 | 3;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly emaDecay: number;
  readonly conditional?: boolean | undefined;
  /** Undefined for a model without classes. */
  readonly classes?: readonly string[] | undefined;
}
