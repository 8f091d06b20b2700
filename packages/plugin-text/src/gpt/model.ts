import { resolveSchedule } from '@aigc/core/config';
import { adamState, initialVector, scheduledLearningRate, unpack } from '@aigc/nn';
import {
  type DataFacts,
  type HostTensor,
  type InputSpec,
  InvalidConfigError,
  type ModelDefinition,
  type Named,
  type StepResult,
  type TensorLike,
  type TrainingPlan,
  type Tree,
  type Validation,
} from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import { fitTokenizer, parseTokenizer } from '../tokenizer/fit-tokenizer.js';
import { BPE_SIZE, type GptConfig, gptConfigSchema, RECIPE_STEPS } from './config.js';
import { dropoutCount } from './dropout.js';
import { evaluationRows } from './evaluation-rows.js';
import { gptLoss } from './loss.js';
import { gptEntries, trainedEntries } from './parameters.js';
import { type GptState, gptTrainStep, namedParameters } from './train-step.js';

function resolveConfig(settings: object, data: DataFacts, plan?: TrainingPlan): GptConfig {
  if (data.kind !== 'text') throw new InvalidConfigError('E-CONFIG-141', 'gpt learns from text, not from images');
  const parsed = gptConfigSchema.parse(settings);
  const { width, heads, batchSize, microBatches } = parsed;
  refuseUnless(width % heads === 0, `heads is ${heads}, which does not divide the width ${width}`);
  const { tokenizer, vocabSize = data.vocabSize } = parsed;
  refuseUnless(tokenizer === 'bpe' || vocabSize === data.vocabSize, `vocabSize is ${vocabSize}, but only a bpe can choose it`);
  const { contextLength, stretchLength = contextLength } = parsed;
  refuseUnless(stretchLength <= contextLength, `stretchLength is ${stretchLength}, longer than the context of ${contextLength}`);
  const size = width / heads;
  refuseUnless(parsed.positions === 'learned' || size % 2 === 0, `rotary positions need heads of even size, not ${size}`);
  refuseUnless(batchSize % microBatches === 0, `microBatches is ${microBatches}, which does not divide the batch ${batchSize}`);
  return {
    ...parsed,
    vocabSize: data.vocabSize,
    stretchLength,
    ...resolveSchedule(parsed, plan, RECIPE_STEPS),
  };
}

function refuseUnless(isFine: boolean, message: string): void {
  if (!isFine) throw new InvalidConfigError('E-CONFIG-142', message);
}

/** Training state around given base weights. */
export function gptStateOf(config: GptConfig, base: HostTensor, adapters: HostTensor | undefined): Tree<HostTensor> {
  const weights = adapters ?? base;
  const state: GptState<HostTensor> = {
    weights,
    ...(config.emaDecay > 0 && { average: { ...weights, data: weights.data.slice() } }),
    ...(adapters && { frozen: base }),
    optimiser: adamState(weights.data.length),
  };
  return state as unknown as Tree<HostTensor>;
}

function trainInputs(config: GptConfig): Named<InputSpec> {
  const { batchSize, microBatches, stretchLength, dropout } = config;
  const count = dropoutCount(config, batchSize / microBatches);
  return {
    tokenIds: { shape: [batchSize, stretchLength + 1], dtype: 'int32', source: 'tokens' },
    learningRate: { shape: [], dtype: 'float32', source: 'learningRate' },
    ...(dropout > 0 && { dropout: { shape: [microBatches, count], dtype: 'float32', source: 'uniform' } }),
  };
}

function validation(config: GptConfig): Validation {
  const batchSize = evaluationRows(config);
  const entries = trainedEntries(config);
  return {
    objective: 'loss',
    inputs: { tokenIds: { shape: [batchSize, config.stretchLength + 1], dtype: 'int32', source: 'tokens' } },
    evaluate: (state, { tokenIds }) => {
      const { weights, average = weights, frozen } = state as unknown as GptState<tf.Tensor>;
      const parameters = namedParameters(unpack(average, entries), frozen, config);
      return { loss: gptLoss(parameters, tokenIds as tf.Tensor, config) };
    },
  };
}

/** The generative pre-trained transformer. */
export const gpt: ModelDefinition<GptConfig> = {
  name: 'gpt',
  summary: 'decoder-only transformer; the default learns character-level text in a minute on a CPU',
  source: 'Radford et al. 2019, "Language models are unsupervised multitask learners"',
  configSchema: gptConfigSchema as unknown as ModelDefinition<GptConfig>['configSchema'],
  data: (settings) => {
    const { tokenizer, vocabSize = BPE_SIZE } = gptConfigSchema.parse(settings);
    return {
      kind: 'text',
      tokenizer: (text, stored) => (stored === undefined ? fitTokenizer(tokenizer, text, vocabSize) : parseTokenizer(stored)),
    };
  },
  resolveConfig,
  initialState: (config, random) => {
    const base = initialVector(gptEntries(config), random);
    return gptStateOf(config, base, config.loraRank > 0 ? initialVector(trainedEntries(config), random) : undefined);
  },
  trainInputs,
  trainStep: (config) => gptTrainStep(config) as unknown as (state: Tree<TensorLike>, inputs: Named<TensorLike>) => StepResult,
  learningRate: (config, step) => scheduledLearningRate(config, step),
  validation,
  textSampler: async (config, options) => {
    const { gptTextSampler } = await import('../generate/gpt-text-sampler.js');
    return gptTextSampler(config, options);
  },
  parameterEntries: (config) => {
    const trained = trainedEntries(config);
    return {
      weights: trained,
      ...(config.emaDecay > 0 && { average: trained }),
      ...(config.loraRank > 0 && { frozen: gptEntries(config) }),
      'optimiser.firstMoment': trained,
      'optimiser.secondMoment': trained,
    };
  },
};
