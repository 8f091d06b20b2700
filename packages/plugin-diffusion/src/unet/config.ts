import { scheduleFields } from '@aigc/core/config';
import { z } from 'zod';

/** Settings of the U-Net: every default is what `aigc train diffusion` uses. */
export const unetConfigSchema = z.strictObject({
  imageSize: z.number().int().min(8).max(256).default(32).describe('side of the square pictures, in pixels'),
  channels: z
    .union([z.literal(1), z.literal(3)])
    .optional()
    .describe('1 for grey, 3 for colour; taken from the pictures when absent'),
  crops: z.boolean().default(false).describe('learn from squares at random places of large pictures, at their own scale'),
  tileable: z.boolean().default(false).describe('draw pictures that fit themselves on all sides'),
  conditional: z.boolean().default(true).describe('learn the classes, where the pictures have some'),
  classes: z.array(z.string()).optional().describe('names of the classes; taken from the pictures when absent'),
  objective: z
    .enum(['epsilon', 'v', 'edm', 'flow'])
    .default('edm')
    .describe('what is predicted: the noise (DDPM), v, the picture as EDM scales it, or the velocity of a rectified flow'),
  width: z
    .number()
    .int()
    .min(8)
    .max(512)
    .multipleOf(8)
    .optional()
    .describe('channels of the first level [default: 16 for grey, 32 for colour]'),
  multipliers: z
    .array(z.number().int().min(1).max(16))
    .min(1)
    .max(6)
    .optional()
    .describe('channels of each level in multiples of the width; each has half the side of the one before'),
  blocks: z.number().int().min(1).max(4).default(1).describe('residual blocks a level on the way down; one more on the way up'),
  attentionSizes: z
    .array(z.number().int().min(1))
    .optional()
    .describe('sides at which blocks are followed by attention, as the middle is then; none of it when empty'),
  groups: z.number().int().min(1).max(64).default(8).describe('groups of each group normalisation'),
  dropout: z.number().min(0).max(0.9).default(0).describe('share of channels that each residual block leaves out in training'),
  classDropout: z.number().min(0).max(1).default(0.1).describe('share of pictures that are learnt without their class'),
  numTrainTimesteps: z.number().int().min(10).max(10_000).default(1000).describe('noise levels of the process of epsilon and v'),
  betaStart: z.number().positive().max(0.5).default(1e-4).describe('variance added at the first timestep'),
  betaEnd: z.number().positive().max(0.5).default(0.02).describe('variance added at the last timestep'),
  batchSize: z.number().int().min(1).max(4096).default(32).describe('pictures a step'),
  learningRate: z.number().positive().max(1).default(1e-3).describe('highest learning rate of Adam'),
  ...scheduleFields({ learningRateSchedule: 'constant', warmupSteps: 200 }),
  gradientClipNorm: z.number().min(0).default(1).describe('longest gradient; 0 is no limit'),
  emaDecay: z.number().min(0).max(0.999999).default(0.999).describe('decay of the averaged weights that are sampled'),
});

/** Settings as a user gives them, defaults filled in. */
export type UnetSettings = z.infer<typeof unetConfigSchema>;

/** A complete configuration: settings, what the data decided, and the anatomy that follows from the size of the pictures. */
export type UnetConfig = UnetSettings & {
  channels: 1 | 3;
  /** Empty in unconditional models. */
  classes: string[];
  width: number;
  multipliers: number[];
  attentionSizes: number[];
  scheduleSteps: number;
};
