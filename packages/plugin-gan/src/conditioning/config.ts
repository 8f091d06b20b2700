import { z } from 'zod';

/** Settings of conditioning on classes, for every model that has it. */
export const conditioningFields = {
  conditional: z
    .boolean()
    .optional()
    .describe('learns a class for each sub-folder of the pictures; on when absent and there are at least two'),
  classes: z.array(z.string()).optional().describe('names of the classes; taken from the sub-folders'),
};

/** How pictures are drawn by a model that may have classes. */
export const samplingSchema = z.strictObject({
  class: z.string().optional().describe('class to draw; each seed draws its own when absent'),
  truncationPsi: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('factor of the latents: below 1 pictures are more typical and less varied; 1 is off'),
});

/** Sampling settings, defaults filled in. */
export type SamplingSettings = z.infer<typeof samplingSchema>;
