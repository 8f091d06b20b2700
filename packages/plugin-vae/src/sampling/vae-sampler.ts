import { unpack } from '@aigc/nn';
import { type HostTensor, InvalidConfigError, type Sampler } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { VaeConfig } from '../config/vae-config.js';
import { type VaeArchitecture, vaeEntries } from '../network/architecture.js';
import { picturesOf } from '../network/pixels.js';
import type { Mixture } from '../prior/mixture.js';
import type { VaeState } from '../training/vae-state.js';
import { type VaeSamplingSettings, vaeSamplingSchema } from './sampling-schema.js';

/** How latents are drawn, and from what. */
export interface VaeSamplerOptions {
  readonly settings?: VaeSamplingSettings | undefined;
  /** What `prior: 'mixture'` draws from. */
  readonly mixture?: Mixture | undefined;
}

/**
 * Decodes latents of the prior with the averaged weights and shows each pixel's mean.
 *
 * @throws InvalidConfigError E-CONFIG-301 where the mixture is asked for and there is none.
 */
export function vaeSampler<Config extends VaeConfig>(
  architecture: VaeArchitecture<Config>,
  config: Config,
  options: VaeSamplerOptions = {},
): Sampler {
  const { prior } = vaeSamplingSchema.parse(options.settings ?? {});
  const mixture = prior === 'mixture' ? options.mixture : undefined;
  if (prior === 'mixture' && mixture === undefined) throw noMixture();
  const { decoder } = vaeEntries(architecture, config);
  return {
    parameters: (state) => ({ decoder: (state as unknown as VaeState<HostTensor>).average.decoder }),
    inputs: {
      z: { shape: [config.latentSize], dtype: 'float32', source: 'normal' },
      ...(mixture !== undefined ? { component: { shape: [1], dtype: 'float32', source: 'uniform' } as const } : {}),
    },
    sample: (parameters, inputs) => {
      const { decoder: vector } = parameters as { decoder: tf.Tensor };
      const normal = inputs.z as tf.Tensor;
      const z = mixture === undefined ? normal : fromMixture(mixture, normal, inputs.component as tf.Tensor);
      return picturesOf(architecture.decode(config, unpack(vector, decoder), z), config);
    },
  };
}

/** Moves standard normal draws `[B, Z]` to the components that uniform draws `[B, 1]` choose. */
export function fromMixture({ weights, means, standardDeviations }: Mixture, normal: tf.Tensor, chosen: tf.Tensor): tf.Tensor {
  const starts: number[] = [];
  let start = 0;
  for (const weight of weights) {
    starts.push(start);
    start += weight;
  }
  // the last component ends beyond 1, where rounding may leave the sum below
  const ends = [...starts.slice(1), 2];
  const isAfterStart = tf.greaterEqual(chosen, tf.tensor1d(starts));
  const isBeforeEnd = tf.less(chosen, tf.tensor1d(ends));
  // [B, k], one 1 in each row
  const oneHot = tf.mul(tf.cast(isAfterStart, 'float32'), tf.cast(isBeforeEnd, 'float32')) as tf.Tensor2D;
  const ofComponent = (rows: readonly (readonly number[])[]): tf.Tensor => tf.matMul(oneHot, tf.tensor2d(rows as number[][]));
  return tf.add(ofComponent(means), tf.mul(ofComponent(standardDeviations), normal));
}

function noMixture(): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-301', 'the run has no fitted prior', {
    hints: ['fit one by `aigc vae fit-prior RUN`', 'or draw with --prior normal'],
  });
}
