import { resolveChannels } from '@aigc/core/config';
import { adam, adamState, initialVector, lossAndGradient, normal, unpack } from '@aigc/nn';
import * as tf from '@tensorflow/tfjs-core';
import { configSchema, samplingSchema } from './config.js';

/** @typedef {import('./config.js').Config} Config */
/** @typedef {import('@aigc/plugin-api').ModelDefinition<any>} ModelDefinition */

/** @param {Config} config */
const entriesOf = ({ imageSize, channels }) => [
  { name: 'mean', shape: [imageSize, imageSize, channels], initialiser: normal(0.1) },
  { name: 'logScale', shape: [imageSize, imageSize, channels], initialiser: normal(0.1) },
];

/**
 * -log N(images; mean, exp(logScale)^2) without its constant, mean over batch and pixels.
 *
 * @param {{ [name: string]: tf.Tensor }} parameters
 * @param {tf.Tensor} images float32 [B, S, S, C] in [-1, 1]
 */
function negativeLogLikelihood({ mean, logScale }, images) {
  if (mean === undefined || logScale === undefined) throw new Error('the parameters are those of another model');
  const deviation = tf.mul(tf.sub(images, mean), tf.exp(tf.neg(logScale)));
  return /** @type {tf.Scalar} */ (tf.mean(tf.add(logScale, tf.mul(0.5, tf.square(deviation)))));
}

/**
 * Each pixel has a normal distribution of its own.
 *
 * @type {ModelDefinition}
 */
export const model = {
  name: 'pixel',
  summary: 'a normal distribution for each pixel',
  source: 'maximum likelihood of a diagonal Gaussian',
  configSchema,
  samplingSchema,
  data: (settings) => ({ kind: 'images', imageSize: configSchema.parse(settings).imageSize }),
  resolveConfig: (settings, data) => {
    const config = configSchema.parse(settings);
    return { ...config, channels: resolveChannels(config.channels, data) };
  },
  initialState: (config, random) => {
    const weights = initialVector(entriesOf(config), random);
    return { weights, optimiser: adamState(weights.data.length) };
  },
  trainInputs: ({ batchSize, imageSize, channels }) => ({
    images: { shape: [batchSize, imageSize, imageSize, channels], dtype: 'float32', source: 'images' },
  }),
  trainStep: (config) => (/** @type {any} */ state, /** @type {any} */ inputs) => {
    const nll = (/** @type {{ [name: string]: tf.Tensor }} */ parameters) => negativeLogLikelihood(parameters, inputs.images);
    const { loss, gradient } = lossAndGradient(nll, state.weights, entriesOf(config));
    const next = adam(state.weights, gradient, state.optimiser, { learningRate: config.learningRate });
    return { state: { weights: next.parameters, optimiser: next.state }, metrics: { loss } };
  },
  sampler: (config, settings = {}) => {
    const { temperature } = samplingSchema.parse(settings);
    return {
      parameters: (/** @type {any} */ { weights }) => ({ weights }),
      inputs: { z: { shape: [config.imageSize, config.imageSize, config.channels], dtype: 'float32', source: 'normal' } },
      sample: (/** @type {any} */ { weights }, /** @type {any} */ { z }) => {
        const { mean, logScale } = /** @type {{ mean: tf.Tensor, logScale: tf.Tensor }} */ (unpack(weights, entriesOf(config)));
        return tf.clipByValue(tf.add(mean, tf.mul(tf.mul(tf.exp(logScale), z), temperature)), -1, 1);
      },
    };
  },
  parameterEntries: (config) => {
    const entries = entriesOf(config);
    return { weights: entries, 'optimiser.firstMoment': entries, 'optimiser.secondMoment': entries };
  },
};
