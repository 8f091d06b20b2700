import { scheduleFields } from '@aigc/core/config';
import { z } from 'zod';
import { augmentationFields } from '../augment/config.js';

/** Channels of the pictures, for every model. */
export const channelsField = z
  .union([z.literal(1), z.literal(3)])
  .optional()
  .describe('1 for grey, 3 for colour; taken from the pictures when absent');

/** What models of this family prefer. */
export interface OptimisationDefaults {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
}

/** How fast the discriminator learns beside the generator: a setting of the models that update both once a step. */
export const discriminatorPaceField = z
  .number()
  .positive()
  .max(10)
  .describe('learning rate of the discriminator, in multiples of that of the generator; textures choose it by their pattern');

/** Settings of how both networks learn, for every model. */
export function optimisationFields({ batchSize, learningRate, beta1, beta2 }: OptimisationDefaults) {
  return {
    batchSize: z.number().int().min(2).max(1024).default(batchSize).describe('pictures a step'),
    learningRate: z.number().positive().max(1).default(learningRate).describe('learning rate of Adam'),
    beta1: z.number().min(0).max(0.999).default(beta1).describe('decay of the first moment in Adam'),
    beta2: z.number().min(0).max(0.99999).default(beta2).describe('decay of the second moment in Adam'),
    emaDecay: z.number().min(0).max(0.99999).default(0.999).describe('decay of the averaged generator weights that are sampled'),
    ...scheduleFields(),
    ...augmentationFields,
  };
}
