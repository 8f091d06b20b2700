import { z } from 'zod';

/** Settings of the model: flags, help and the configuration file are made from them. */
export const configSchema = z.strictObject({
  imageSize: z.number().int().min(8).max(256).default(32).describe('side of the pictures in pixels'),
  channels: z
    .union([z.literal(1), z.literal(3)])
    .optional()
    .describe('1 for grey, 3 for colour; taken from the pictures when absent'),
  batchSize: z.number().int().min(1).max(1024).default(32).describe('pictures a step'),
  learningRate: z.number().positive().max(1).default(0.01).describe('learning rate of Adam'),
});

/** How it draws. */
export const samplingSchema = z.strictObject({
  temperature: z.number().min(0).max(2).default(1).describe('factor of the noise: 0 draws the mean'),
});

/** @typedef {z.infer<typeof configSchema> & { channels: 1 | 3 }} Config */

/** @param {z.ZodType} schema */
const jsonSchema = (schema) => /** @type {import('@aigc/cli-kit').JsonSchema} */ (z.toJSONSchema(schema, { io: 'input' }));

export const trainSchemas = { pixel: jsonSchema(configSchema) };
export const samplingSchemas = { pixel: jsonSchema(samplingSchema) };
