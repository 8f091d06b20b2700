import { z } from 'zod';

/** Settings of the DCGAN: every default is what `aigc train gan` uses. */
export const dcganConfigSchema = z.strictObject({
  imageSize: z.number().int().min(16).max(128).multipleOf(4).default(32).describe('side of the square pictures, in pixels'),
  channels: z
    .union([z.literal(1), z.literal(3)])
    .optional()
    .describe('1 for grey, 3 for colour; taken from the pictures when absent'),
  batchSize: z.number().int().min(2).max(1024).default(32).describe('pictures a step'),
  width: z.number().int().min(8).max(256).default(32).describe('channels of the widest layer in space; doubles at each halving'),
  latentSize: z.number().int().min(2).max(1024).default(100).describe('length of the latent vector z'),
  learningRate: z.number().positive().max(1).default(4e-4).describe('learning rate of both Adam optimisers'),
  beta1: z.number().min(0).max(0.999).default(0.5).describe('decay of the first moment in Adam'),
  beta2: z.number().min(0).max(0.99999).default(0.999).describe('decay of the second moment in Adam'),
  emaDecay: z.number().min(0).max(0.99999).default(0.999).describe('decay of the averaged generator weights that are sampled'),
});

/** Settings as a user gives them, defaults filled in. */
export type DcganSettings = z.infer<typeof dcganConfigSchema>;

/** A complete configuration: settings, and the channels that the data decided. */
export type DcganConfig = DcganSettings & { channels: 1 | 3 };
