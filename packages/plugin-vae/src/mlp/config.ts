import { z } from 'zod';
import { vaeFields } from '../config/vae-config.js';

/** Settings of the fully connected variational auto-encoder: every default is what `aigc train vae` uses. */
export const mlpVaeConfigSchema = z.strictObject({
  imageSize: z.number().int().min(8).max(64).default(28).describe('side of the square pictures, in pixels'),
  batchSize: z.number().int().min(1).max(4096).default(100).describe('pictures a step'),
  hiddenSize: z.number().int().min(1).max(4096).default(400).describe('units of the hidden layer of encoder and decoder'),
  latentSize: z.number().int().min(1).max(1024).default(40).describe('length of the latent vector z'),
  ...vaeFields,
});

/** Settings as a user gives them, defaults filled in. */
export type MlpVaeSettings = z.infer<typeof mlpVaeConfigSchema>;

/** A complete configuration: settings, and the channels that the data decided. */
export type MlpVaeConfig = MlpVaeSettings & { channels: 1 | 3 };
