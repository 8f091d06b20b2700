import { z } from 'zod';

/** Below this many pictures, augmentation is on unless it is switched off. */
export const AUGMENT_BELOW = 10_000;

/** Settings of augmentation, for every model that has it. */
export const augmentationFields = {
  augmentDiscriminator: z
    .boolean()
    .optional()
    .describe(
      `changes colours, shifts and covers what the discriminator sees; on when absent and there are fewer than ${AUGMENT_BELOW} pictures`,
    ),
  augmentTarget: z
    .number()
    .min(-1)
    .max(1)
    .default(0.6)
    .describe('augments more while the mean sign of the discriminator on real pictures is above this'),
  augmentRampImages: z
    .number()
    .int()
    .min(1)
    .default(50_000)
    .describe('pictures shown while the strength of augmentation can go from 0 to 1'),
};

/** Augmentation in a resolved configuration. */
export interface AugmentationConfig {
  readonly augmentDiscriminator?: boolean | undefined;
  readonly augmentTarget: number;
  readonly augmentRampImages: number;
}
