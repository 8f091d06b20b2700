import { resolveChannels, resolveSchedule } from '@aigc/core/config';
import { scheduledLearningRate } from '@aigc/nn';
import type {
  ConfigSchema,
  HostTensor,
  ImageDataFacts,
  InputSpec,
  ModelDefinition,
  Named,
  StepResult,
  TensorLike,
  Tree,
} from '@aigc/plugin-api';
import { augmentationSpec } from '../augment/augment-images.js';
import { AUGMENT_BELOW } from '../augment/config.js';
import { resolveClasses } from '../conditioning/resolve-classes.js';
import type { GanConfig } from './gan-config.js';
import { type GanSamplerOptions, ganSampler } from './gan-sampler.js';
import { ganParameterEntries, initialGanState } from './gan-state.js';
import type { GanNetworks } from './networks.js';

/** Where a learning-rate schedule ends that is given no length: the training of the papers. */
const SCHEDULE_STEPS = 100_000;

/** What tells one model of this family from another. */
export interface GanModelParts<Config extends GanConfig> {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** Parses settings; what the data decides may be missing. */
  readonly configSchema: { parse(value: unknown): object };
  readonly samplingSchema: ConfigSchema<object>;
  /** Learns from crops of large pictures instead of whole ones. @default false */
  readonly crops?: boolean;
  /** May learn classes. @default true */
  readonly hasClasses?: boolean;
  /** Augments small data sets unless told otherwise. @default true */
  readonly augmentsSmallSets?: boolean;
  /** Settings that are taken from the data where a user gives none, beside the common ones. */
  fromData?(settings: Partial<Config>, facts: ImageDataFacts): Partial<Config>;
  networks(config: Config): GanNetworks;
  /** Updates of the discriminator in a step, each with a batch of its own. @default 1 */
  discriminatorSteps?(config: Config): number;
  /** What each picture of a training step is made from, without a batch dimension. */
  latents(config: Config): Named<InputSpec>;
  /** Inputs of a step beside the common ones. */
  extraInputs?(config: Config): Named<InputSpec>;
  /** A training step as a pure function, see `ModelDefinition.trainStep`. */
  trainStep(config: Config): unknown;
  /** What to draw. @param settings of `samplingSchema`, perhaps without its defaults */
  sampling(config: Config, settings: object): Omit<GanSamplerOptions, 'classes'>;
}

/** A model of this family from its parts: configuration, state, inputs and sampler are the same for all. */
export function ganModel<Config extends GanConfig>(parts: GanModelParts<Config>): ModelDefinition<Config> {
  const { name, summary, source, crops = false } = parts;
  const configSchema = parts.configSchema as ConfigSchema<Config>;
  return {
    name,
    summary,
    source,
    configSchema,
    samplingSchema: parts.samplingSchema,
    data: (settings) => ({ kind: 'images', imageSize: configSchema.parse(settings).imageSize, crops }),
    resolveConfig: (settings, data, plan) => {
      const config = configSchema.parse(settings);
      const channels = resolveChannels(config.channels, data);
      const facts = data as ImageDataFacts;
      const classes = (parts.hasClasses ?? true) ? resolveClasses(config.conditional, facts) : undefined;
      const augmentDiscriminator =
        config.augmentDiscriminator ?? ((parts.augmentsSmallSets ?? true) && facts.count < AUGMENT_BELOW);
      const known = classes === undefined ? {} : { classes };
      const schedule = resolveSchedule(config, plan, SCHEDULE_STEPS);
      return { ...config, channels, ...known, augmentDiscriminator, ...parts.fromData?.(config, facts), ...schedule };
    },
    initialState: (config, random) =>
      initialGanState(parts.networks(config), random, config.augmentDiscriminator === true) as unknown as Tree<HostTensor>,
    trainInputs: (config) => trainInputs(parts, config),
    trainStep: (config) => parts.trainStep(config) as (state: Tree<TensorLike>, inputs: Named<TensorLike>) => StepResult,
    learningRate: (config, step) => {
      const { scheduleSteps = SCHEDULE_STEPS, finalLearningRate = 0 } = config;
      return scheduledLearningRate({ ...config, scheduleSteps, finalLearningRate }, step);
    },
    sampler: (config, settings = {}) =>
      ganSampler(parts.networks(config), { ...parts.sampling(config, settings), classes: config.classes }),
    parameterEntries: (config) => ganParameterEntries(parts.networks(config)),
  };
}

function trainInputs<Config extends GanConfig>(parts: GanModelParts<Config>, config: Config): Named<InputSpec> {
  const { batchSize, imageSize, channels, classes, augmentDiscriminator } = config;
  const steps = parts.discriminatorSteps?.(config) ?? 1;
  const count = steps * batchSize;
  const latents = Object.entries(parts.latents(config)).map(([name, spec]): [string, InputSpec] => [
    name,
    { ...spec, shape: [count, ...spec.shape] },
  ]);
  return {
    images: { shape: [count, imageSize, imageSize, channels], dtype: 'float32', source: 'images' },
    ...Object.fromEntries(latents),
    ...(classes === undefined ? {} : { labels: { shape: [count], dtype: 'int32', source: 'labels' } }),
    // real and generated for each update of the discriminator, generated for that of the generator
    ...(augmentDiscriminator === true ? { augmentation: augmentationSpec(batchSize, 2 * steps + 1) } : {}),
    ...parts.extraInputs?.(config),
    learningRate: { shape: [], dtype: 'float32', source: 'learningRate' },
  };
}
