import { z } from 'zod';
import { channelsField, discriminatorPaceField, optimisationFields } from '../adversarial/config.js';
import { conditioningFields } from '../conditioning/config.js';

/** Settings of the DCGAN: every default is what `aigc train gan` uses. */
export const dcganConfigSchema = z.strictObject({
  imageSize: z.number().int().min(16).max(128).multipleOf(4).default(32).describe('side of the square pictures, in pixels'),
  channels: channelsField,
  width: z.number().int().min(8).max(256).default(32).describe('channels of the widest layer in space; doubles at each halving'),
  latentSize: z.number().int().min(2).max(1024).default(100).describe('length of the latent vector z'),
  ...optimisationFields({ batchSize: 32, learningRate: 4e-4, beta1: 0.5, beta2: 0.999 }),
  discriminatorPace: discriminatorPaceField.default(1),
  ...conditioningFields,
});

/** Settings as a user gives them, defaults filled in. */
export type DcganSettings = z.infer<typeof dcganConfigSchema>;

/** A complete configuration: settings, and the channels that the data decided. */
export type DcganConfig = DcganSettings & { channels: 1 | 3 };
