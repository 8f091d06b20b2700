import { resolveChannels, resolveSchedule } from '@aigc/core/config';
import { scheduledLearningRate, unpack } from '@aigc/nn';
import type {
  ConfigSchema,
  ExportableNetwork,
  HostTensor,
  InputSpec,
  ModelDefinition,
  Named,
  StepResult,
  TensorLike,
  Tree,
  Validation,
} from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import { vaeLoss } from './bound/vae-loss.js';
import type { VaeConfig } from './config/vae-config.js';
import { defaultLikelihood } from './likelihoods/choose-likelihood.js';
import { type VaeArchitecture, vaeEntries } from './network/architecture.js';
import { flatPixels } from './network/pixels.js';
import { type VaeSamplingSettings, vaeSamplingSchema } from './sampling/sampling-schema.js';
import { vaeSampler } from './sampling/vae-sampler.js';
import { initialVaeState, type VaeState, vaeParameterEntries } from './training/vae-state.js';
import { vaeTrainStep } from './training/vae-train-step.js';

/** What tells one auto-encoder from another. */
export interface VaeDefinition<Config extends VaeConfig> {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly configSchema: ConfigSchema<Omit<Config, 'channels'> & { channels?: 1 | 3 | undefined }>;
  readonly architecture: VaeArchitecture<Config>;
}

/** A model of the family, with its networks for the family's own commands. */
export interface VaeModel<Config extends VaeConfig = VaeConfig> extends ModelDefinition<Config> {
  readonly architecture: VaeArchitecture<Config>;
}

/** Steps of a schedule in a run whose end nobody planned. */
const SCHEDULE_STEPS = 20_000;

const hasSchedule = ({ learningRateSchedule, warmupSteps }: VaeConfig): boolean =>
  learningRateSchedule !== 'constant' || warmupSteps > 0;

function inputsOf({ batchSize, imageSize, channels, latentSize }: VaeConfig): Named<InputSpec> {
  return {
    images: { shape: [batchSize, imageSize, imageSize, channels], dtype: 'float32', source: 'images' },
    epsilon: { shape: [batchSize, latentSize], dtype: 'float32', source: 'normal' },
  };
}

/** The bound itself, with the averaged weights, whatever the weight of the divergence in training. */
function validation<Config extends VaeConfig>(architecture: VaeArchitecture<Config>, config: Config): Validation {
  const { encoder, decoder } = vaeEntries(architecture, config);
  const lossOf = vaeLoss(architecture, config);
  return {
    objective: 'loss',
    inputs: inputsOf(config),
    evaluate: (state, inputs) => {
      const { average } = state as unknown as VaeState<tf.Tensor>;
      const parameters = { ...unpack(average.encoder, encoder), ...unpack(average.decoder, decoder) };
      return { ...lossOf(parameters, { x: flatPixels(inputs.images as tf.Tensor), epsilon: inputs.epsilon as tf.Tensor }) };
    },
  };
}

/** The encoder as a network of its own: images to mean and log-variance. */
function encoderNetwork<Config extends VaeConfig>(architecture: VaeArchitecture<Config>, config: Config): ExportableNetwork {
  const { encoder } = vaeEntries(architecture, config);
  const { imageSize, channels } = config;
  return {
    parameters: (state) => ({ encoder: (state as unknown as VaeState<HostTensor>).average.encoder }),
    inputs: { images: { shape: [1, imageSize, imageSize, channels], dtype: 'float32' } },
    apply: (parameters, { images }) => {
      const { encoder: vector } = parameters as { encoder: tf.Tensor };
      return { ...architecture.encode(config, unpack(vector, encoder), flatPixels(images as tf.Tensor)) };
    },
  };
}

/** A variational auto-encoder as the contract has it, from its two networks. */
export function defineVae<Config extends VaeConfig>(definition: VaeDefinition<Config>): VaeModel<Config> {
  const { name, summary, source, configSchema, architecture } = definition;
  return {
    name,
    summary,
    source,
    architecture,
    configSchema: configSchema as unknown as ConfigSchema<Config>,
    data: (settings) => ({ kind: 'images', imageSize: configSchema.parse(settings).imageSize }),
    resolveConfig: (settings, data, plan) => {
      const config = configSchema.parse(settings);
      const channels = resolveChannels(config.channels, data);
      const likelihood = config.likelihood ?? defaultLikelihood(channels);
      return { ...config, channels, likelihood, ...resolveSchedule(config, plan, SCHEDULE_STEPS) } as Config;
    },
    initialState: (config, random) => initialVaeState(vaeEntries(architecture, config), random),
    trainInputs: (config) => ({
      ...inputsOf(config),
      ...(hasSchedule(config) ? { learningRate: { shape: [], dtype: 'float32', source: 'learningRate' } } : {}),
    }),
    trainStep: (config) =>
      vaeTrainStep(architecture, config) as unknown as (state: Tree<TensorLike>, inputs: Named<TensorLike>) => StepResult,
    learningRate: (config, step) =>
      scheduledLearningRate({ finalLearningRate: 0, scheduleSteps: SCHEDULE_STEPS, ...config }, step),
    validation: (config) => validation(architecture, config),
    sampler: (config, settings) => vaeSampler(architecture, config, { settings: settings as VaeSamplingSettings | undefined }),
    samplingSchema: vaeSamplingSchema,
    networks: (config) => ({ encoder: encoderNetwork(architecture, config) }),
    parameterEntries: (config) => vaeParameterEntries(vaeEntries(architecture, config)),
  };
}
