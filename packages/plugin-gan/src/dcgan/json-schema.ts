import type { JsonSchema } from '@aigc/cli-kit';
import { z } from 'zod';
import { dcganConfigSchema } from './config.js';

/** The DCGAN's settings as a JSON schema: flags, help and the configuration file are made from it. */
export const dcganJsonSchema = z.toJSONSchema(dcganConfigSchema, { io: 'input' }) as JsonSchema;
