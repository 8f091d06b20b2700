import type { JsonSchema } from '@aigc/cli-kit';
import { z } from 'zod';
import { unetConfigSchema } from './config.js';
import { unetSamplingSchema } from './sampling-config.js';

/** The U-Net's settings as a JSON schema: flags, help and the configuration file are made from it. */
export const unetJsonSchema = z.toJSONSchema(unetConfigSchema, { io: 'input' }) as JsonSchema;

/** The settings of drawing as a JSON schema. */
export const unetSamplingJsonSchema = z.toJSONSchema(unetSamplingSchema, { io: 'input' }) as JsonSchema;
