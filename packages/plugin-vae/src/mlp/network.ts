// Variational auto-encoder: Kingma and Welling 2014, arXiv 1312.6114, appendix C, with rectified linear hidden units.
import { dense, type InitialisedEntry } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { VaeArchitecture } from '../network/architecture.js';
import { denseEntries } from '../network/dense-entries.js';
import { featureCount } from '../network/pixels.js';
import { type Posterior, posteriorOf } from '../network/posterior.js';
import type { MlpVaeConfig } from './config.js';

/** Parameters of the encoder; `posterior` holds mean and log-variance side by side. */
export function encoderEntries(config: MlpVaeConfig): InitialisedEntry[] {
  const { hiddenSize, latentSize } = config;
  return [...denseEntries('encoder', featureCount(config), hiddenSize), ...denseEntries('posterior', hiddenSize, 2 * latentSize)];
}

/** Parameters of the decoder. */
export function decoderEntries(config: MlpVaeConfig): InitialisedEntry[] {
  const { hiddenSize, latentSize } = config;
  return [...denseEntries('decoder', latentSize, hiddenSize), ...denseEntries('output', hiddenSize, featureCount(config))];
}

/** Parameters of both networks: the encoder's, then the decoder's. */
export function mlpVaeEntries(config: MlpVaeConfig): InitialisedEntry[] {
  return [...encoderEntries(config), ...decoderEntries(config)];
}

/** `x [B, features] -> q(z | x)`. */
export function encode(parameters: Named<tf.Tensor>, x: tf.Tensor): Posterior {
  const p = (name: string) => parameters[name] as tf.Tensor;
  const hidden = tf.relu(dense(x, p('encoder.kernel'), p('encoder.bias')));
  // [B, 2 latentSize]
  return posteriorOf(dense(hidden, p('posterior.kernel'), p('posterior.bias')));
}

/** `z [B, latentSize] -> logits [B, features]`. */
export function decode(parameters: Named<tf.Tensor>, z: tf.Tensor): tf.Tensor {
  const p = (name: string) => parameters[name] as tf.Tensor;
  const hidden = tf.relu(dense(z, p('decoder.kernel'), p('decoder.bias')));
  return dense(hidden, p('output.kernel'), p('output.bias'));
}

/** The fully connected pair of networks. */
export const mlpArchitecture: VaeArchitecture<MlpVaeConfig> = {
  encoderEntries,
  decoderEntries,
  encode: (_, parameters, x) => encode(parameters, x),
  decode: (_, parameters, z) => decode(parameters, z),
};
