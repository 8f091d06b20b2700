import { z } from 'zod';
import { vaeFields } from '../config/vae-config.js';

/** Settings of the convolutional variational auto-encoder. */
export const convVaeConfigSchema = z.strictObject({
  imageSize: z.number().int().min(8).max(128).default(32).describe('side of the square pictures, in pixels'),
  batchSize: z.number().int().min(1).max(1024).default(64).describe('pictures a step'),
  width: z
    .number()
    .int()
    .multipleOf(8)
    .min(8)
    .max(512)
    .default(32)
    .describe('channels of the first layer; doubled by each further one'),
  latentSize: z.number().int().min(1).max(1024).default(64).describe('length of the latent vector z'),
  ...vaeFields,
});

/** Settings as a user gives them, defaults filled in. */
export type ConvVaeSettings = z.infer<typeof convVaeConfigSchema>;

/** A complete configuration: settings, and the channels that the data decided. */
export type ConvVaeConfig = ConvVaeSettings & { channels: 1 | 3 };
