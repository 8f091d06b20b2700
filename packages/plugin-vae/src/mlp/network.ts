// Variational auto-encoder: Kingma and Welling 2014, arXiv 1312.6114, appendix C, with rectified linear hidden units.
import { dense, fanInUniform, type InitialisedEntry } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { MlpVaeConfig } from './config.js';

/** Uniform in +-1 / sqrt(inputs): what a bias starts with, whose own shape does not tell the inputs. */
const biasOf =
  (inputs: number): InitialisedEntry['initialiser'] =>
  (count, _shape, random) =>
    random.uniform(count).map((value) => (2 * value - 1) / Math.sqrt(inputs));

const layer = (name: string, inputs: number, outputs: number): InitialisedEntry[] => [
  { name: `${name}.kernel`, shape: [inputs, outputs], initialiser: fanInUniform },
  { name: `${name}.bias`, shape: [outputs], initialiser: biasOf(inputs) },
];

/** Values of one picture: the network's inputs and outputs. */
export function featureCount({ imageSize, channels }: MlpVaeConfig): number {
  return imageSize * imageSize * channels;
}

/** Parameters of the encoder; `posterior` holds mean and log-variance side by side. */
export function encoderEntries(config: MlpVaeConfig): InitialisedEntry[] {
  const { hiddenSize, latentSize } = config;
  return [...layer('encoder', featureCount(config), hiddenSize), ...layer('posterior', hiddenSize, 2 * latentSize)];
}

/** Parameters of the decoder. */
export function decoderEntries(config: MlpVaeConfig): InitialisedEntry[] {
  const { hiddenSize, latentSize } = config;
  return [...layer('decoder', latentSize, hiddenSize), ...layer('output', hiddenSize, featureCount(config))];
}

/** All parameters: the encoder's, then the decoder's. */
export function mlpVaeEntries(config: MlpVaeConfig): InitialisedEntry[] {
  return [...encoderEntries(config), ...decoderEntries(config)];
}

/** Pictures `[B, S, S, C]` in [-1, 1] -> values `[B, features]` in [0, 1]. */
export function flatPixels(images: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(tf.reshape(images, [images.shape[0] as number, -1]), 0.5), 0.5);
}

/** Logits `[B, features]` -> pictures `[B, S, S, C]`: the mean of each pixel's distribution, from [0, 1] to [-1, 1]. */
export function picturesOf(logits: tf.Tensor, { imageSize, channels }: MlpVaeConfig): tf.Tensor {
  // 2 sigmoid(l) - 1
  return tf.reshape(tf.tanh(tf.mul(logits, 0.5)), [logits.shape[0] as number, imageSize, imageSize, channels]);
}

/** A diagonal normal distribution of latents, float32 `[B, latentSize]` each. */
export interface Posterior {
  readonly mean: tf.Tensor;
  readonly logVariance: tf.Tensor;
}

/** `x [B, features] -> q(z | x)`. */
export function encode(parameters: Named<tf.Tensor>, x: tf.Tensor): Posterior {
  const p = (name: string) => parameters[name] as tf.Tensor;
  const hidden = tf.relu(dense(x, p('encoder.kernel'), p('encoder.bias')));
  // [B, 2 latentSize]
  const posterior = dense(hidden, p('posterior.kernel'), p('posterior.bias'));
  const [mean, logVariance] = tf.split(posterior, 2, 1) as [tf.Tensor, tf.Tensor];
  return { mean, logVariance };
}

/** A draw from the posterior, differentiable in its parameters. @param epsilon float32 `[B, latentSize]`, standard normal */
export function sampleLatents({ mean, logVariance }: Posterior, epsilon: tf.Tensor): tf.Tensor {
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), epsilon));
}

/** `z [B, latentSize] -> logits [B, features]`. */
export function decode(parameters: Named<tf.Tensor>, z: tf.Tensor): tf.Tensor {
  const p = (name: string) => parameters[name] as tf.Tensor;
  const hidden = tf.relu(dense(z, p('decoder.kernel'), p('decoder.bias')));
  return dense(hidden, p('output.kernel'), p('output.bias'));
}
