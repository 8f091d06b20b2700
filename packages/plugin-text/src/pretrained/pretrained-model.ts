import { initialVector } from '@aigc/nn';
import { InvalidConfigError, type ModelDefinition } from '@aigc/plugin-api';
import type { GptConfig } from '../gpt/config.js';
import { gpt, gptStateOf } from '../gpt/model.js';
import { loraEntries } from '../gpt/parameters.js';
import { parseTokenizer } from '../tokenizer/fit-tokenizer.js';
import type { Gpt2Architecture } from './gpt2-config.js';
import type { Pretrained } from './read-gpt2.js';

/** Gentle enough not to undo what a published model knows. */
const FINE_TUNING = { learningRate: 1e-4, finalLearningRate: 1e-5, batchSize: 4, tokenizer: 'bpe' };
/** Longest stretch to train on unless asked for more: memory grows with it. */
const STRETCH = 128;

/** Settings to fine-tune a published model with, before those that a user gives. */
export function fineTuningSettings({ architecture }: Pretrained): object {
  const { vocabSize: _, ...sizes } = architecture;
  return { ...FINE_TUNING, ...sizes, stretchLength: Math.min(STRETCH, sizes.contextLength) };
}

/**
 * The GPT that begins as a published model instead of at random, with the model's tokenizer. Runs of it are runs of `gpt`.
 */
export function pretrainedGpt(pretrained: Pretrained): ModelDefinition<GptConfig> {
  const { architecture, weights, tokenizerJson } = pretrained;
  return {
    ...gpt,
    data: () => ({ kind: 'text', tokenizer: (_, stored) => parseTokenizer(stored ?? tokenizerJson) }),
    resolveConfig: (settings, data, plan) => {
      const config = gpt.resolveConfig(settings, data, plan);
      refuseOtherSizes(config, architecture);
      // the token table may be longer than the tokenizer
      return { ...config, vocabSize: architecture.vocabSize };
    },
    initialState: (config, random) => {
      const base = { ...weights, data: weights.data.slice() };
      return gptStateOf(config, base, config.loraRank > 0 ? initialVector(loraEntries(config), random) : undefined);
    },
  };
}

function refuseOtherSizes(config: GptConfig, architecture: Gpt2Architecture): void {
  const { vocabSize: _, ...sizes } = architecture;
  for (const [name, value] of Object.entries(sizes)) {
    const given = config[name as keyof GptConfig];
    if (given === value) continue;
    throw new InvalidConfigError('E-CONFIG-147', `${name} is ${given}, but that of the published model is ${value}`, {
      hints: ['leave it out: the model decides it'],
    });
  }
}
