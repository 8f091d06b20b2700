import { type AdamState, adamState, initialVector } from '@aigc/nn';
import type { HostTensor, Named, ParameterEntry, RandomStream } from '@aigc/plugin-api';
import { type AugmentationState, initialAugmentation } from '../augment/adaptive-strength.js';
import type { GanNetworks } from './networks.js';

/** What training carries from step to step; weights, averages and moments are flat vectors. */
export interface GanState<T> {
  readonly generator: {
    readonly weights: T;
    /** Moving average of `weights`: what is sampled. */
    readonly average: T;
    /** Moving average of the normalisation statistics. */
    readonly statistics: T;
    readonly optimiser: AdamState<T>;
  };
  readonly discriminator: { readonly weights: T; readonly optimiser: AdamState<T> };
  /** Absent without augmentation. */
  readonly augmentation?: AugmentationState<T>;
}

/** Fresh weights of both networks, each parameter from a stream of its own name. */
export function initialGanState(networks: GanNetworks, random: RandomStream, augment: boolean): GanState<HostTensor> {
  const network = (name: 'generator' | 'discriminator') => {
    const weights = initialVector(networks[name], random.fork(name));
    return { weights, optimiser: adamState(weights.data.length) };
  };
  const generator = network('generator');
  const statistics = initialVector(networks.statistics, random.fork('statistics'));
  return {
    generator: { ...generator, average: { ...generator.weights, data: generator.weights.data.slice() }, statistics },
    discriminator: network('discriminator'),
    ...(augment ? { augmentation: initialAugmentation() } : {}),
  };
}

/** Names for the flat vectors in the state. */
export function ganParameterEntries({ generator, discriminator, statistics }: GanNetworks): Named<readonly ParameterEntry[]> {
  return {
    'generator.weights': generator,
    'generator.average': generator,
    'generator.optimiser.firstMoment': generator,
    'generator.optimiser.secondMoment': generator,
    'generator.statistics': statistics,
    'discriminator.weights': discriminator,
    'discriminator.optimiser.firstMoment': discriminator,
    'discriminator.optimiser.secondMoment': discriminator,
  };
}
