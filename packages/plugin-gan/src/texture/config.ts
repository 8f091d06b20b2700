import { z } from 'zod';
import { channelsField, discriminatorPaceField, optimisationFields } from '../adversarial/config.js';
import { samplingSchema } from '../conditioning/config.js';
import type { Wave } from './waves.js';

/** Halvings from a picture to the grid of its latents. */
export const TEXTURE_LEVELS = 4;
/** Pixels a cell of the grid of latents stands for. */
export const CELL = 2 ** TEXTURE_LEVELS;

/** A regular pattern of a plane repeats along two directions, so that two waves give every place in it. */
const MAX_WAVES = 2;

/**
 * Pace of the discriminator where a user gives none. One photograph is soon known by heart, and a discriminator that is never wrong
 * teaches nothing; sooner still where all of it is alike, as bricks are.
 */
export function paceFor(waves: readonly Wave[]): number {
  return waves.length === 0 ? 0.25 : 0.15;
}

/** Settings of the texture model: every default is what `aigc train gan --model texture` uses. */
export const textureConfigSchema = z.strictObject({
  imageSize: z
    .number()
    .int()
    .min(4 * CELL)
    .max(512)
    .multipleOf(CELL)
    .default(128)
    .describe('side of the crops that are learned from, in pixels'),
  channels: channelsField,
  width: z
    .number()
    .int()
    .min(4)
    .max(256)
    .multipleOf(2)
    .default(32)
    .describe('channels of the layer of half size; doubles at each halving'),
  latentSize: z.number().int().min(1).max(512).default(32).describe(`latents for each cell of ${CELL} x ${CELL} pixels`),
  noiseChannels: z.number().int().min(1).max(64).default(4).describe('fresh noise beside the channels of each layer: the grain'),
  waves: z
    .array(z.tuple([z.number(), z.number()]).readonly())
    .max(MAX_WAVES)
    .readonly()
    .optional()
    .describe('cycles a pixel, down and across, of what repeats; measured in the photograph when absent, [] for none'),
  ...optimisationFields({ batchSize: 8, learningRate: 4e-4, beta1: 0.5, beta2: 0.999 }),
  discriminatorPace: discriminatorPaceField.optional(),
});

/** Settings as a user gives them, defaults filled in. */
export type TextureSettings = z.infer<typeof textureConfigSchema>;

/** A complete configuration: settings, and what the data decided. */
export type TextureConfig = TextureSettings & { channels: 1 | 3; waves: readonly Wave[]; discriminatorPace: number };

/** How a texture is drawn. */
export const textureSamplingSchema = z.strictObject({
  size: z
    .number()
    .int()
    .min(2 * CELL)
    .max(8192)
    .multipleOf(CELL)
    .optional()
    .describe('side of the picture, in pixels: any tiles; as large as the crops when absent'),
  truncationPsi: samplingSchema.shape.truncationPsi,
});
