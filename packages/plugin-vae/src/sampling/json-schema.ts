import type { JsonSchema } from '@aigc/cli-kit';
import { z } from 'zod';
import { vaeSamplingSchema } from './sampling-schema.js';

/** The sampler's settings as a JSON schema: flags and help are made from it. */
export const vaeSamplingJsonSchema = z.toJSONSchema(vaeSamplingSchema, { io: 'input' }) as JsonSchema;
