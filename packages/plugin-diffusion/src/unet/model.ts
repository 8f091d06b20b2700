import { adamState, initialVector, scheduledLearningRate, unpack } from '@aigc/nn';
import {
  type ExportableNetwork,
  type HostTensor,
  type ImageDataFacts,
  InvalidConfigError,
  type ModelDefinition,
  type Named,
  type StepResult,
  type TensorLike,
  type TensorSpec,
  type Tree,
} from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import { preconditioned } from '../denoisers/preconditioned.js';
import { type UnetConfig, unetConfigSchema } from './config.js';
import { unet as network } from './network.js';
import { objectiveOf } from './objective.js';
import { unetEntries } from './parameters.js';
import { resolveUnetConfig } from './resolve-config.js';
import { unetSampler } from './sampler.js';
import { unetSamplingSchema } from './sampling-config.js';
import { trainPadding, type UnetState, unetTrainInputs, unetTrainStep } from './train-step.js';
import { unetValidation } from './validation.js';

/** The denoiser by itself: `x [1, S, S, C], sigma [1], labels [1] -> denoised [1, S, S, C]`, for samplers written elsewhere. */
function denoiserNetwork(config: UnetConfig): ExportableNetwork {
  const { imageSize, channels, classes } = config;
  const inputs: Named<TensorSpec> = {
    x: { shape: [1, imageSize, imageSize, channels], dtype: 'float32' },
    sigma: { shape: [1], dtype: 'float32' },
    ...(classes.length === 0 ? {} : { labels: { shape: [1], dtype: 'int32' } as const }),
  };
  return {
    parameters: (state) => ({ average: (state as unknown as UnetState<HostTensor>).average }),
    inputs,
    apply: (parameters, given) => {
      const { average } = parameters as { average: tf.Tensor };
      const { x, sigma, labels } = given as { x: tf.Tensor; sigma: tf.Tensor; labels?: tf.Tensor };
      const raw = network(unpack(average, unetEntries(config)), config, { padding: trainPadding(config) });
      const denoiser = preconditioned(raw, objectiveOf(config).preconditioning);
      return { denoised: denoiser(x, sigma, labels === undefined ? {} : { labels }) };
    },
  };
}

/** The diffusion U-Net, 8 to 256 pixels. */
export const unet: ModelDefinition<UnetConfig> = {
  name: 'unet',
  summary: 'diffusion U-Net: takes noise out of a picture step by step; sharp and varied, slower to sample than a GAN',
  source: 'Ho, Jain and Abbeel 2020, arXiv 2006.11239; Karras et al. 2022, arXiv 2206.00364',
  configSchema: unetConfigSchema as unknown as ModelDefinition<UnetConfig>['configSchema'],
  data: (settings) => {
    const { imageSize, crops } = unetConfigSchema.parse(settings);
    return { kind: 'images', imageSize, crops };
  },
  resolveConfig: (settings, facts, plan) => {
    if (facts.kind !== 'images')
      throw new InvalidConfigError('E-CONFIG-012', 'the model unet learns from pictures, not from text');
    return resolveUnetConfig(settings, facts satisfies ImageDataFacts, plan);
  },
  initialState: (config, random) => {
    const weights = initialVector(unetEntries(config), random);
    return {
      weights,
      average: { ...weights, data: weights.data.slice() },
      optimiser: adamState(weights.data.length),
    } as unknown as Tree<HostTensor>;
  },
  trainInputs: unetTrainInputs,
  trainStep: (config) => unetTrainStep(config) as unknown as (state: Tree<TensorLike>, inputs: Named<TensorLike>) => StepResult,
  learningRate: (config, step) => scheduledLearningRate(config, step),
  validation: unetValidation,
  sampler: unetSampler,
  samplingSchema: unetSamplingSchema,
  networks: (config) => ({ denoiser: denoiserNetwork(config) }),
  parameterEntries: (config) => {
    const entries = unetEntries(config);
    return {
      weights: entries,
      average: entries,
      'optimiser.firstMoment': entries,
      'optimiser.secondMoment': entries,
    };
  },
};
