import { z } from 'zod';

/** What drawing can be told. */
export const vaeSamplingSchema = z.strictObject({
  prior: z
    .enum(['normal', 'mixture'])
    .default('normal')
    .describe(
      'distribution of the latents: the standard normal one, or the mixture that `aigc vae fit-prior` fitted to the codes',
    ),
});

export type VaeSamplingSettings = z.input<typeof vaeSamplingSchema>;
