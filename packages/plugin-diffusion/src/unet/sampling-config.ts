import { z } from 'zod';

/** Settings of drawing: every default is what `aigc generate diffusion` uses. */
export const unetSamplingSchema = z.strictObject({
  sampler: z.enum(['ddpm', 'ddim', 'euler', 'heun', 'dpmpp2m']).default('dpmpp2m').describe('the way from noise to a picture'),
  steps: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(25)
    .describe('noise levels on the way; heun evaluates the network twice at each'),
  spacing: z
    .enum(['training', 'karras'])
    .default('karras')
    .describe('how the noise levels lie: as the objective spaces them, or closer together at low noise'),
  guidance: z
    .number()
    .min(0)
    .max(30)
    .default(1)
    .describe('how strongly pictures keep to their class; 1 is as learnt, more is more typical and less varied'),
  class: z.string().optional().describe('class to draw, by name or number; every seed has its own when absent'),
  eta: z.number().min(0).max(1).default(0).describe('share of noise that ddim draws anew at each step'),
  clip: z.boolean().default(true).describe('keep each estimate of the picture within the colours there are'),
  size: z.number().int().min(8).max(1024).optional().describe('side of the pictures in pixels; as in training when absent'),
  init: z.string().optional().describe('picture to start from').meta({ format: 'path' }),
  strength: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('share of the way that an init picture is drawn anew [default: 0.6, with a mask 1]'),
  mask: z
    .string()
    .optional()
    .describe('grey picture beside the init picture: white is drawn anew, black stays')
    .meta({ format: 'path' }),
});

/** Settings of drawing, defaults filled in. */
export type UnetSampling = z.infer<typeof unetSamplingSchema>;
