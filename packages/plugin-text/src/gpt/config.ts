import { scheduleFields } from '@aigc/core/config';
import { z } from 'zod';
import { TOKENIZER_KINDS } from '../tokenizer/tokenizer-kinds.js';

/**
 * Settings of the GPT. The defaults are nanoGPT's recipe for a CPU but for positions: rotary ones learn faster than its learned
 * ones, 0.1 nats lower after its 2,000 steps of Shakespeare.
 */
export const gptConfigSchema = z.strictObject({
  tokenizer: z
    .enum(TOKENIZER_KINDS)
    .default('characters')
    .describe('what a token is: characters, bytes or learnt byte pairs (bpe)'),
  vocabSize: z.int().min(1).max(1_000_000).optional().describe('tokens that a bpe learns, 256 bytes included (1024 when absent)'),
  contextLength: z.int().min(2).max(8192).default(64).describe('tokens that a prediction can look back on'),
  stretchLength: z.int().min(2).max(8192).optional().describe('tokens of a stretch that is trained on (the context when absent)'),
  layers: z.int().min(1).max(96).default(4).describe('transformer blocks'),
  heads: z.int().min(1).max(96).default(4).describe('attention heads; divides the width'),
  width: z.int().min(4).max(8192).default(128).describe('channels of the residual stream'),
  positions: z.enum(['learned', 'rotary']).default('rotary').describe('how a token knows its place'),
  activation: z
    .enum(['gelu', 'gelu-tanh'])
    .default('gelu')
    .describe('exact GELU, or its approximation that GPT-2 was trained with'),
  bias: z.boolean().default(false).describe('give linear layers a bias, as GPT-2 has'),
  tieWeights: z.boolean().default(true).describe('use the token table for the output too'),
  dropout: z.number().min(0).max(0.9).default(0).describe('share of activations that a training step leaves out'),
  labelSmoothing: z.number().min(0).max(0.9).default(0).describe('share of the target that is spread over all tokens'),
  loraRank: z.int().min(0).max(1024).default(0).describe('rank of the adapters that alone are trained; 0 trains everything'),
  loraAlpha: z.number().positive().max(4096).default(16).describe('adapters count alpha / rank'),
  batchSize: z.int().min(1).max(4096).default(12).describe('stretches of text a step'),
  microBatches: z
    .int()
    .min(1)
    .max(4096)
    .default(1)
    .describe('parts that a batch is computed in, one after another, to save memory'),
  learningRate: z.number().positive().max(1).default(1e-3).describe('highest learning rate of AdamW'),
  ...scheduleFields({ learningRateSchedule: 'cosine', warmupSteps: 100, finalLearningRate: 1e-4 }),
  beta1: z.number().min(0).max(0.9999).default(0.9).describe('decay of the first moment in AdamW'),
  beta2: z.number().min(0).max(0.99999).default(0.99).describe('decay of the second moment in AdamW'),
  weightDecay: z.number().min(0).max(10).default(0.1).describe('decoupled weight decay of matrices; norms and biases have none'),
  gradientClipNorm: z.number().positive().max(1e6).default(1).describe('longest gradient that is not scaled down'),
  emaDecay: z
    .number()
    .min(0)
    .max(0.99999)
    .default(0.99)
    .describe('decay of the averaged weights that are judged and sampled; 0: no average'),
});

/** Settings as a user gives them, defaults filled in. */
export type GptSettings = z.infer<typeof gptConfigSchema>;

/** A complete configuration: settings, and what the text and the plan decided. */
export type GptConfig = GptSettings & { vocabSize: number; stretchLength: number; scheduleSteps: number };

/** Steps of nanoGPT's recipe: the horizon of the schedule where no limit is given. */
export const RECIPE_STEPS = 2000;

/** Tokens that a BPE learns unless told otherwise. */
export const BPE_SIZE = 1024;
