import type { JsonSchema, ModelSchemas } from '@aigc/cli-kit';
import { z } from 'zod';
import { gptConfigSchema } from './gpt/config.js';

/** Settings of each model: flags, help and the configuration file are made from them. */
export const trainSchemas: ModelSchemas = {
  gpt: z.toJSONSchema(gptConfigSchema, { io: 'input' }) as JsonSchema,
};
