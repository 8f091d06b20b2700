import type { JsonSchema } from '@aigc/cli-kit';
import { z } from 'zod';
import { mlpVaeConfigSchema } from './config.js';

/** The auto-encoder's settings as a JSON schema: flags, help and the configuration file are made from it. */
export const mlpVaeJsonSchema = z.toJSONSchema(mlpVaeConfigSchema, { io: 'input' }) as JsonSchema;
