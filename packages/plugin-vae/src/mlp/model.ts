import { adamState, initialVector, parameterCount, unpack } from '@aigc/nn';
import {
  type HostTensor,
  type InputSpec,
  InvalidConfigError,
  type ModelDefinition,
  type Named,
  type Sampler,
  type StepResult,
  type TensorLike,
  type Tree,
} from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import { type MlpVaeConfig, mlpVaeConfigSchema } from './config.js';
import { decode, decoderEntries, encoderEntries, mlpVaeEntries, picturesOf } from './network.js';
import { type MlpVaeState, mlpVaeTrainStep } from './train-step.js';

function sampler(config: MlpVaeConfig): Sampler {
  const table = decoderEntries(config);
  return {
    parameters: (state) => ({ average: (state as unknown as MlpVaeState<HostTensor>).average }),
    inputs: { z: { shape: [config.latentSize], dtype: 'float32', source: 'normal' } },
    sample: (parameters, inputs) => {
      const { average } = parameters as { average: tf.Tensor };
      return picturesOf(decode(unpack(average, table), inputs.z as tf.Tensor), config);
    },
  };
}

/** The fully connected variational auto-encoder, 8 to 64 pixels. */
export const mlp: ModelDefinition<MlpVaeConfig> = {
  name: 'mlp',
  summary: 'fully connected variational auto-encoder for small pictures; trains in a minute on a CPU',
  source: 'Kingma and Welling 2014, arXiv 1312.6114',
  configSchema: mlpVaeConfigSchema as unknown as ModelDefinition<MlpVaeConfig>['configSchema'],
  imageSize: (settings) => mlpVaeConfigSchema.parse(settings).imageSize,
  resolveConfig: (settings, data) => {
    const config = mlpVaeConfigSchema.parse(settings);
    if (config.channels === 1 && data.channels === 3) {
      throw new InvalidConfigError('E-CONFIG-010', 'channels is 1, but some pictures are in colour', {
        hints: ['leave --channels out, or convert the pictures to grey'],
      });
    }
    return { ...config, channels: config.channels ?? data.channels };
  },
  initialState: (config, random) => {
    const weights = initialVector(mlpVaeEntries(config), random);
    const average = weights.data.slice(parameterCount(encoderEntries(config)));
    return {
      weights,
      average: { shape: [average.length], dtype: 'float32', data: average },
      optimiser: adamState(weights.data.length),
    } as unknown as Tree<HostTensor>;
  },
  trainInputs: ({ batchSize, imageSize, channels, latentSize }): Named<InputSpec> => ({
    images: { shape: [batchSize, imageSize, imageSize, channels], dtype: 'float32', source: 'data' },
    epsilon: { shape: [batchSize, latentSize], dtype: 'float32', source: 'normal' },
  }),
  trainStep: (config) => mlpVaeTrainStep(config) as unknown as (state: Tree<TensorLike>, inputs: Named<TensorLike>) => StepResult,
  sampler,
  parameterEntries: (config) => {
    const all = mlpVaeEntries(config);
    return {
      weights: all,
      average: decoderEntries(config),
      'optimiser.firstMoment': all,
      'optimiser.secondMoment': all,
    };
  },
};
