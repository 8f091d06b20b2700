// A linear auto-encoder: what a model with validation, a learning-rate schedule and named networks has to have, in milliseconds.
import { resolveChannels } from '@aigc/core/config';
import { type InitialisedEntry, initialVector, lossAndGradient, normal, scheduledLearningRate, unpack } from '@aigc/nn';
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

/** Configuration of the tiny auto-encoder. */
export interface TinyAutoencoderConfig {
  /** Side of the pictures in pixels; default 8. */
  readonly imageSize: number;
  readonly channels: 1 | 3;
  /** Default 4. */
  readonly batchSize: number;
  /** Default 0.05; 1e30 diverges. */
  readonly learningRate: number;
  /** Step at which the learning rate, falling along a line, is 0; default 1000. */
  readonly scheduleSteps: number;
}

interface State<T> {
  readonly weights: T;
  readonly optimiser: { readonly updates: T };
}

const CODE_SIZE = 4;
const DEFAULTS: TinyAutoencoderConfig = { imageSize: 8, channels: 3, batchSize: 4, learningRate: 0.05, scheduleSteps: 1000 };

function parseConfig(settings: unknown): TinyAutoencoderConfig {
  for (const key of Object.keys(settings as object)) {
    if (!(key in DEFAULTS)) throw new InvalidConfigError('E-CONFIG-900', `unknown setting ${key} of tiny-autoencoder`);
  }
  return { ...DEFAULTS, ...(settings as Partial<TinyAutoencoderConfig>) };
}

function entriesOf({ imageSize, channels }: TinyAutoencoderConfig): InitialisedEntry[] {
  const pixels = imageSize * imageSize * channels;
  return [
    { name: 'encoder.kernel', shape: [pixels, CODE_SIZE], initialiser: normal(0.1) },
    { name: 'decoder.kernel', shape: [CODE_SIZE, pixels], initialiser: normal(0.1) },
  ];
}

/** images float32 `[B, S, S, C]` -> code float32 `[B, 4]`. */
function encode(parameters: Named<tf.Tensor>, images: tf.Tensor): tf.Tensor {
  const flat = tf.reshape(images, [images.shape[0] as number, -1]) as tf.Tensor2D;
  return tf.matMul(flat, parameters['encoder.kernel'] as tf.Tensor2D);
}

/** code float32 `[B, 4]` -> images float32 `[B, S, S, C]`. */
function decode(parameters: Named<tf.Tensor>, code: tf.Tensor, { imageSize, channels }: TinyAutoencoderConfig): tf.Tensor {
  const pixels = tf.matMul(code as tf.Tensor2D, parameters['decoder.kernel'] as tf.Tensor2D);
  return tf.reshape(pixels, [code.shape[0] as number, imageSize, imageSize, channels]);
}

function lossOf(parameters: Named<tf.Tensor>, images: tf.Tensor, config: TinyAutoencoderConfig): tf.Scalar {
  return tf.mean(tf.squaredDifference(decode(parameters, encode(parameters, images), config), images)) as tf.Scalar;
}

function trainStep(config: TinyAutoencoderConfig) {
  const entries = entriesOf(config);
  return (state: State<tf.Tensor>, { images, learningRate }: { images: tf.Tensor; learningRate: tf.Tensor }) => {
    const { loss, gradient } = lossAndGradient((parameters) => lossOf(parameters, images, config), state.weights, entries);
    const weights = tf.sub(state.weights, tf.mul(gradient, learningRate));
    return { state: { weights, optimiser: { updates: tf.add(state.optimiser.updates, 1) } }, metrics: { loss } };
  };
}

/** A real model for tests of everything that needs held-out data. */
export const tinyAutoencoder: ModelDefinition<TinyAutoencoderConfig> = {
  name: 'tiny-autoencoder',
  summary: 'linear auto-encoder for tests',
  source: 'Baldi and Hornik 1989',
  configSchema: { parse: parseConfig },
  data: (settings) => ({ kind: 'images', imageSize: parseConfig(settings).imageSize }),
  resolveConfig: (settings, data, plan) => {
    const config = parseConfig(settings);
    const given = (settings as Partial<TinyAutoencoderConfig>).scheduleSteps;
    return { ...config, channels: resolveChannels(undefined, data), scheduleSteps: given ?? plan?.steps ?? config.scheduleSteps };
  },
  initialState: (config, random) => ({
    weights: initialVector(entriesOf(config), random),
    optimiser: { updates: { shape: [], dtype: 'float32', data: new Float32Array(1) } },
  }),
  trainInputs: ({ batchSize, imageSize, channels }): Named<InputSpec> => ({
    images: { shape: [batchSize, imageSize, imageSize, channels], dtype: 'float32', source: 'images' },
    learningRate: { shape: [], dtype: 'float32', source: 'learningRate' },
  }),
  trainStep: (config) => trainStep(config) as unknown as (state: Tree<TensorLike>, inputs: Named<TensorLike>) => StepResult,
  learningRate: ({ learningRate, scheduleSteps }, step) =>
    scheduledLearningRate(
      { learningRate, learningRateSchedule: 'linear', warmupSteps: 0, scheduleSteps, finalLearningRate: 0 },
      step,
    ),
  validation: (config) => ({
    objective: 'loss',
    inputs: { images: tinyAutoencoder.trainInputs(config).images as InputSpec },
    evaluate: (state, inputs) => {
      const { weights } = state as unknown as State<tf.Tensor>;
      return { loss: lossOf(unpack(weights, entriesOf(config)), inputs.images as tf.Tensor, config) };
    },
  }),
  sampler: (config) => ({
    parameters: (state) => ({ weights: (state as unknown as State<HostTensor>).weights }),
    inputs: { code: { shape: [CODE_SIZE], dtype: 'float32', source: 'normal' } },
    sample: (parameters, { code }) =>
      tf.tanh(decode(unpack((parameters as { weights: tf.Tensor }).weights, entriesOf(config)), code as tf.Tensor, config)),
  }),
  networks: (config) => ({
    encoder: {
      parameters: (state) => ({ weights: (state as unknown as State<HostTensor>).weights }),
      inputs: { images: { shape: [1, config.imageSize, config.imageSize, config.channels], dtype: 'float32' } },
      apply: (parameters, { images }) => ({
        code: encode(unpack((parameters as { weights: tf.Tensor }).weights, entriesOf(config)), images as tf.Tensor),
      }),
    },
  }),
  parameterEntries: (config) => ({ weights: entriesOf(config) }),
};
