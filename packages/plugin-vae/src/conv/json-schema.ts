import type { JsonSchema } from '@aigc/cli-kit';
import { z } from 'zod';
import { convVaeConfigSchema } from './config.js';

/** The convolutional auto-encoder's settings as a JSON schema: flags, help and the configuration file are made from it. */
export const convVaeJsonSchema = z.toJSONSchema(convVaeConfigSchema, { io: 'input' }) as JsonSchema;
