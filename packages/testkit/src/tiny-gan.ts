// A GAN of two linear layers on 8 x 8 pictures: small enough for a test, with everything a model has to have.
import { resolveChannels } from '@aigc/core/config';
import {
  type InitialisedEntry,
  initialVector,
  logisticLossFake,
  logisticLossReal,
  lossAndGradient,
  normal,
  unpack,
  zeros,
} from '@aigc/nn';
import {
  type HostTensor,
  type InputSpec,
  InvalidConfigError,
  type ModelDefinition,
  type Named,
  type StepResult,
  type TensorLike,
  type Tree,
} from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';

/** Configuration of the tiny GAN. */
export interface TinyGanConfig {
  /** Side of the pictures in pixels; default 8. */
  readonly imageSize: number;
  readonly channels: 1 | 3;
  /** Default 4. */
  readonly batchSize: number;
  /** Default 0.02; 1e30 diverges. */
  readonly learningRate: number;
}

interface Network<T> {
  readonly weights: T;
  /** Momentum of the gradient. */
  readonly velocity: T;
}

interface TinyGanState<T> {
  readonly generator: Network<T>;
  readonly discriminator: Network<T>;
  /** int32 scalar. */
  readonly updates: T;
}

const LATENT_SIZE = 4;
const MOMENTUM = 0.9;
const DEFAULTS: TinyGanConfig = { imageSize: 8, channels: 3, batchSize: 4, learningRate: 0.02 };

function parseConfig(settings: unknown): TinyGanConfig {
  for (const key of Object.keys(settings as object)) {
    if (!(key in DEFAULTS)) throw new InvalidConfigError('E-CONFIG-900', `unknown setting ${key} of tiny-gan`);
  }
  return { ...DEFAULTS, ...(settings as Partial<TinyGanConfig>) };
}

function pixelCount({ imageSize, channels }: TinyGanConfig): number {
  return imageSize * imageSize * channels;
}

function generatorEntries(config: TinyGanConfig): InitialisedEntry[] {
  return [
    { name: 'dense.kernel', shape: [LATENT_SIZE, pixelCount(config)], initialiser: normal(0.3) },
    { name: 'dense.bias', shape: [pixelCount(config)], initialiser: zeros },
  ];
}

function discriminatorEntries(config: TinyGanConfig): InitialisedEntry[] {
  return [
    { name: 'dense.kernel', shape: [pixelCount(config), 1], initialiser: normal(0.05) },
    { name: 'dense.bias', shape: [1], initialiser: zeros },
  ];
}

/** z float32 [B, 4] -> images float32 [B, S, S, C] in (-1, 1). */
function generate(parameters: Named<tf.Tensor>, z: tf.Tensor, { imageSize, channels }: TinyGanConfig): tf.Tensor {
  const pixels = tf.tanh(
    tf.add(tf.matMul(z as tf.Tensor2D, parameters['dense.kernel'] as tf.Tensor2D), parameters['dense.bias'] as tf.Tensor),
  );
  return tf.reshape(pixels, [z.shape[0] as number, imageSize, imageSize, channels]);
}

/** images float32 [B, S, S, C] -> logits float32 [B, 1]. */
function discriminate(parameters: Named<tf.Tensor>, images: tf.Tensor): tf.Tensor {
  const flat = tf.reshape(images, [images.shape[0] as number, -1]) as tf.Tensor2D;
  return tf.add(tf.matMul(flat, parameters['dense.kernel'] as tf.Tensor2D), parameters['dense.bias'] as tf.Tensor);
}

function trainStep(config: TinyGanConfig) {
  const [g, d] = [generatorEntries(config), discriminatorEntries(config)];
  const descend = (network: Network<tf.Tensor>, gradient: tf.Tensor): Network<tf.Tensor> => {
    const velocity = tf.add(tf.mul(network.velocity, MOMENTUM), gradient);
    return { weights: tf.sub(network.weights, tf.mul(velocity, config.learningRate)), velocity };
  };
  return (state: TinyGanState<tf.Tensor>, inputs: { images: tf.Tensor; z: tf.Tensor }) => {
    const fake = generate(unpack(state.generator.weights, g), inputs.z, config);
    const judged = lossAndGradient(
      (weights) =>
        tf.add(
          logisticLossReal(discriminate(weights, inputs.images)),
          logisticLossFake(discriminate(weights, fake)),
        ) as tf.Scalar,
      state.discriminator.weights,
      d,
    );
    const discriminator = descend(state.discriminator, judged.gradient);
    const fooled = lossAndGradient(
      (weights) => logisticLossReal(discriminate(unpack(discriminator.weights, d), generate(weights, inputs.z, config))),
      state.generator.weights,
      g,
    );
    const generator = descend(state.generator, fooled.gradient);
    const updates = tf.add(state.updates, tf.scalar(1, 'int32'));
    return { state: { generator, discriminator, updates }, metrics: { lossD: judged.loss, lossG: fooled.loss } };
  };
}

function firstState(entries: InitialisedEntry[], random: Parameters<typeof initialVector>[1]): Network<HostTensor> {
  const weights = initialVector(entries, random);
  return { weights, velocity: { ...weights, data: new Float32Array(weights.data.length) } };
}

/** A real model for tests: trains, samples and resumes like a large one, in milliseconds. */
export const tinyGan: ModelDefinition<TinyGanConfig> = {
  name: 'tiny-gan',
  summary: 'linear GAN for tests',
  source: 'Goodfellow et al. 2014, arXiv 1406.2661',
  configSchema: { parse: parseConfig },
  data: (settings) => ({ kind: 'images', imageSize: parseConfig(settings).imageSize }),
  resolveConfig: (settings, data) => ({ ...parseConfig(settings), channels: resolveChannels(undefined, data) }),
  initialState: (config, random) =>
    ({
      generator: firstState(generatorEntries(config), random.fork('generator')),
      discriminator: firstState(discriminatorEntries(config), random.fork('discriminator')),
      updates: { shape: [], dtype: 'int32', data: new Int32Array(1) },
    }) as unknown as Tree<HostTensor>,
  trainInputs: ({ batchSize, imageSize, channels }): Named<InputSpec> => ({
    images: { shape: [batchSize, imageSize, imageSize, channels], dtype: 'float32', source: 'images' },
    z: { shape: [batchSize, LATENT_SIZE], dtype: 'float32', source: 'normal' },
  }),
  trainStep: (config) => trainStep(config) as unknown as (state: Tree<TensorLike>, inputs: Named<TensorLike>) => StepResult,
  sampler: (config) => ({
    parameters: (state) => ({ weights: (state as unknown as TinyGanState<HostTensor>).generator.weights }),
    inputs: { z: { shape: [LATENT_SIZE], dtype: 'float32', source: 'normal' } },
    sample: (parameters, inputs) =>
      generate(unpack((parameters as { weights: tf.Tensor }).weights, generatorEntries(config)), inputs.z as tf.Tensor, config),
  }),
  parameterEntries: (config) => ({
    'generator.weights': generatorEntries(config),
    'generator.velocity': generatorEntries(config),
    'discriminator.weights': discriminatorEntries(config),
    'discriminator.velocity': discriminatorEntries(config),
  }),
};
