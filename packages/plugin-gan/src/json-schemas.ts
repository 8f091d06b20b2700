import type { JsonSchema, ModelSchemas } from '@aigc/cli-kit';
import { z } from 'zod';
import { samplingSchema } from './conditioning/config.js';
import { dcganConfigSchema } from './dcgan/config.js';
import { textureConfigSchema, textureSamplingSchema } from './texture/config.js';
import { wganGpConfigSchema } from './wgan-gp/config.js';

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;

/** Settings of each model: flags, help and the configuration file are made from them. The first is the default model. */
export const trainSchemas: ModelSchemas = {
  dcgan: jsonSchema(dcganConfigSchema),
  'wgan-gp': jsonSchema(wganGpConfigSchema),
  texture: jsonSchema(textureConfigSchema),
};

/** How each model draws. */
export const samplingSchemas: ModelSchemas = {
  dcgan: jsonSchema(samplingSchema),
  'wgan-gp': jsonSchema(samplingSchema),
  texture: jsonSchema(textureSamplingSchema),
};

/** Every setting of drawing that one of the models takes; the model's own schema has the last word. */
export const anySamplingSchema: JsonSchema = {
  type: 'object',
  properties: Object.assign({}, ...Object.values(samplingSchemas).map(({ properties }) => properties)) as object as {
    readonly [name: string]: unknown;
  },
};
