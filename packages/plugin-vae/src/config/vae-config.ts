import { type ScheduleSettings, scheduleFields } from '@aigc/core/config';
import { z } from 'zod';
import type { LikelihoodName } from '../likelihoods/likelihood.js';

/** Settings that every auto-encoder has. */
export const vaeFields = {
  channels: z
    .union([z.literal(1), z.literal(3)])
    .optional()
    .describe('1 for grey, 3 for colour; taken from the pictures when absent'),
  likelihood: z
    .enum(['bernoulli', 'gaussian', 'logistic'])
    .optional()
    .describe(
      'distribution of a pixel: bernoulli for black and white, gaussian, or logistic over 256 levels; bernoulli for grey pictures and logistic for colour when absent',
    ),
  klWeight: z
    .number()
    .min(0)
    .max(1000)
    .default(1)
    .describe('weight of the KL divergence in the loss (beta); 1 is the bound itself'),
  klWarmupSteps: z.number().int().min(0).max(1e6).default(0).describe('steps over which the KL weight rises from 0'),
  learningRate: z.number().positive().max(1).default(1e-3).describe('learning rate of Adam'),
  ...scheduleFields(),
  emaDecay: z.number().min(0).max(0.99999).default(0.999).describe('decay of the averaged weights that are judged and sampled'),
};

/** What training and sampling need to know of any auto-encoder's configuration. */
export interface VaeConfig extends ScheduleSettings {
  readonly imageSize: number;
  readonly channels: 1 | 3;
  readonly batchSize: number;
  readonly latentSize: number;
  /** By the channels when absent. */
  readonly likelihood?: LikelihoodName | undefined;
  readonly klWeight: number;
  readonly klWarmupSteps: number;
  readonly learningRate: number;
  readonly emaDecay: number;
}
