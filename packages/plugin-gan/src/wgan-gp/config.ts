import { z } from 'zod';
import { channelsField, optimisationFields } from '../adversarial/config.js';
import { conditioningFields } from '../conditioning/config.js';

/** Settings of the WGAN-GP: every default is what `aigc train gan --model wgan-gp` uses. */
export const wganGpConfigSchema = z.strictObject({
  imageSize: z.number().int().min(16).max(128).multipleOf(4).default(32).describe('side of the square pictures, in pixels'),
  channels: channelsField,
  width: z.number().int().min(4).max(512).default(32).describe('channels of every residual block; 128 in the paper'),
  latentSize: z.number().int().min(2).max(1024).default(128).describe('length of the latent vector z'),
  criticSteps: z.number().int().min(1).max(10).default(5).describe('updates of the critic for each of the generator'),
  penaltyWeight: z.number().min(0).max(1000).default(10).describe('weight of the gradient penalty, lambda in the paper'),
  ...optimisationFields({ batchSize: 32, learningRate: 2e-4, beta1: 0, beta2: 0.9 }),
  ...conditioningFields,
});

/** Settings as a user gives them, defaults filled in. */
export type WganGpSettings = z.infer<typeof wganGpConfigSchema>;

/** A complete configuration: settings, and the channels that the data decided. */
export type WganGpConfig = WganGpSettings & { channels: 1 | 3 };
