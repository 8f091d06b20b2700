import { resolveChannels } from '@aigc/core/config';
import { adamState, initialVector, unpack } from '@aigc/nn';
import type { HostTensor, InputSpec, ModelDefinition, Named, Sampler, StepResult, TensorLike, Tree } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import { type DcganConfig, dcganConfigSchema } from './config.js';
import { discriminatorEntries, generator, generatorEntries, statisticsEntries } from './network.js';
import { type DcganState, dcganTrainStep } from './train-step.js';

function sampler(config: DcganConfig): Sampler {
  const table = generatorEntries(config);
  const statistics = statisticsEntries(config);
  return {
    parameters: (state) => {
      const { average, statistics: running } = (state as unknown as DcganState<HostTensor>).generator;
      return { average, statistics: running };
    },
    inputs: { z: { shape: [config.latentSize], dtype: 'float32', source: 'normal' } },
    sample: (parameters, inputs) => {
      const trained = parameters as { average: tf.Tensor; statistics: tf.Tensor };
      const z = inputs.z as tf.Tensor;
      return generator(unpack(trained.average, table), z, config, { statistics: unpack(trained.statistics, statistics) }).images;
    },
  };
}

/** The deep convolutional GAN, 16 to 128 pixels. */
export const dcgan: ModelDefinition<DcganConfig> = {
  name: 'dcgan',
  summary: 'deep convolutional GAN for small pictures; trains in minutes on a CPU',
  source: 'Radford, Metz and Chintala 2016, arXiv 1511.06434',
  configSchema: dcganConfigSchema as unknown as ModelDefinition<DcganConfig>['configSchema'],
  data: (settings) => ({ kind: 'images', imageSize: dcganConfigSchema.parse(settings).imageSize }),
  resolveConfig: (settings, data) => {
    const config = dcganConfigSchema.parse(settings);
    return { ...config, channels: resolveChannels(config.channels, data) };
  },
  initialState: (config, random) => {
    const network = (name: string, entries: ReturnType<typeof generatorEntries>) => {
      const weights = initialVector(entries, random.fork(name));
      return { weights, optimiser: adamState(weights.data.length) };
    };
    const g = network('generator', generatorEntries(config));
    const statistics = initialVector(statisticsEntries(config), random.fork('statistics'));
    return {
      generator: { ...g, average: { ...g.weights, data: g.weights.data.slice() }, statistics },
      discriminator: network('discriminator', discriminatorEntries(config)),
    } as unknown as Tree<HostTensor>;
  },
  trainInputs: ({ batchSize, imageSize, channels, latentSize }): Named<InputSpec> => ({
    images: { shape: [batchSize, imageSize, imageSize, channels], dtype: 'float32', source: 'images' },
    z: { shape: [batchSize, latentSize], dtype: 'float32', source: 'normal' },
  }),
  trainStep: (config) => dcganTrainStep(config) as unknown as (state: Tree<TensorLike>, inputs: Named<TensorLike>) => StepResult,
  sampler,
  parameterEntries: (config) => {
    const g = generatorEntries(config);
    const d = discriminatorEntries(config);
    return {
      'generator.weights': g,
      'generator.average': g,
      'generator.optimiser.firstMoment': g,
      'generator.optimiser.secondMoment': g,
      'generator.statistics': statisticsEntries(config),
      'discriminator.weights': d,
      'discriminator.optimiser.firstMoment': d,
      'discriminator.optimiser.secondMoment': d,
    };
  },
};
