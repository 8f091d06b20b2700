// `config.json` of a GPT-2 as Hugging Face's transformers write it.
import { InvalidConfigError } from '@aigc/plugin-api';
import { z } from 'zod';
import type { GptConfig } from '../gpt/config.js';

/** Their names of activations that we have; all names of one formula map to it. */
const ACTIVATIONS = { gelu: 'gelu', gelu_new: 'gelu-tanh', gelu_pytorch_tanh: 'gelu-tanh' } as const;

const fileSchema = z.object({
  model_type: z.literal('gpt2').default('gpt2'),
  vocab_size: z.int().min(1),
  n_positions: z.int().min(2),
  n_embd: z.int().min(1),
  n_layer: z.int().min(1),
  n_head: z.int().min(1),
  n_inner: z.int().nullish(),
  activation_function: z.enum(['gelu', 'gelu_new', 'gelu_pytorch_tanh']).default('gelu_new'),
  layer_norm_epsilon: z.literal(1e-5).default(1e-5),
  tie_word_embeddings: z.boolean().default(true),
  scale_attn_weights: z.literal(true).default(true),
  scale_attn_by_inverse_layer_idx: z.literal(false).default(false),
});

/** What a folder decides of a configuration. */
export type Gpt2Architecture = Pick<
  GptConfig,
  'vocabSize' | 'contextLength' | 'layers' | 'heads' | 'width' | 'positions' | 'activation' | 'bias' | 'tieWeights'
>;

/** @throws InvalidConfigError for damaged files and for other architectures. */
export function parseGpt2Config(json: string, path: string): Gpt2Architecture {
  let file: z.infer<typeof fileSchema>;
  try {
    file = fileSchema.parse(JSON.parse(json));
  } catch (cause) {
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    const reason = issue === undefined ? (cause as Error).message : `${issue.path.join('.')}: ${issue.message}`;
    throw new InvalidConfigError('E-CONFIG-143', `the model cannot be used: ${reason}`, {
      path,
      hints: ['GPT-2 and models with its architecture are supported'],
      cause,
    });
  }
  if (file.n_inner != null && file.n_inner !== 4 * file.n_embd) {
    throw new InvalidConfigError('E-CONFIG-143', `the model cannot be used: n_inner is ${file.n_inner}, not 4 n_embd`, { path });
  }
  return {
    vocabSize: file.vocab_size,
    contextLength: file.n_positions,
    layers: file.n_layer,
    heads: file.n_head,
    width: file.n_embd,
    positions: 'learned',
    activation: ACTIVATIONS[file.activation_function],
    bias: true,
    tieWeights: file.tie_word_embeddings,
  };
}

/** The contents of `config.json`. @param endOfText id of the token that ends a text, where there is one */
export function gpt2Config(config: Gpt2Architecture, endOfText: number | undefined): object {
  return {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    vocab_size: config.vocabSize,
    n_positions: config.contextLength,
    n_ctx: config.contextLength,
    n_embd: config.width,
    n_layer: config.layers,
    n_head: config.heads,
    n_inner: null,
    activation_function: config.activation === 'gelu' ? 'gelu' : 'gelu_new',
    layer_norm_epsilon: 1e-5,
    tie_word_embeddings: config.tieWeights,
    resid_pdrop: 0,
    embd_pdrop: 0,
    attn_pdrop: 0,
    bos_token_id: endOfText ?? null,
    eos_token_id: endOfText ?? null,
    torch_dtype: 'float32',
  };
}
