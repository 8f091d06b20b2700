import type { InitialisedEntry } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import type { VaeConfig } from '../config/vae-config.js';
import { chooseLikelihood } from '../likelihoods/choose-likelihood.js';
import type { Posterior } from './posterior.js';

/** The two networks of an auto-encoder; values `x` and outputs are flat, `[B, features]`. */
export interface VaeArchitecture<Config extends VaeConfig = VaeConfig> {
  encoderEntries(config: Config): InitialisedEntry[];
  decoderEntries(config: Config): InitialisedEntry[];
  /** `x [B, features] in [0, 1] -> q(z | x)`. */
  encode(config: Config, parameters: Named<tf.Tensor>, x: tf.Tensor): Posterior;
  /** `z [B, latentSize] -> [B, features]`, whose sigmoid is the mean of a pixel's distribution. */
  decode(config: Config, parameters: Named<tf.Tensor>, z: tf.Tensor): tf.Tensor;
}

/** Name of the parameter that `Observation.logScale` is. */
export const LOG_SCALE = 'likelihood.logScale';

/** A tenth of the range from black to white, as a start. */
const INITIAL_LOG_SCALE = Math.log(0.1);

/** Parameters of both halves; the decoder's hold the likelihood's scale where it has one. */
export interface VaeEntries {
  readonly encoder: readonly InitialisedEntry[];
  readonly decoder: readonly InitialisedEntry[];
  /** The encoder's, then the decoder's: the order of the flat vector. */
  readonly all: readonly InitialisedEntry[];
}

/** The parameter table of an architecture with its likelihood. */
export function vaeEntries<Config extends VaeConfig>(architecture: VaeArchitecture<Config>, config: Config): VaeEntries {
  const scale: InitialisedEntry = {
    name: LOG_SCALE,
    shape: [1],
    initialiser: (count) => new Float32Array(count).fill(INITIAL_LOG_SCALE),
  };
  const encoder = architecture.encoderEntries(config);
  const decoder = [...architecture.decoderEntries(config), ...(chooseLikelihood(config).hasScale ? [scale] : [])];
  return { encoder, decoder, all: [...encoder, ...decoder] };
}
