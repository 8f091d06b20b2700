import { adamState, initialVector } from '@aigc/nn';
import type { HostTensor, Named, RandomStream } from '@aigc/plugin-api';
import {
  denoisingLoss,
  epsilonPrediction,
  levelsOfTimesteps,
  timestepSigmas,
  type UnetConfig,
  unet,
  unetEntries,
  unetNetwork,
  unetTrainStep,
} from '@aigc/plugin-diffusion';
import type * as tf from '@tensorflow/tfjs-core';
import { waveImages } from '../parity/formula.js';
import { unetParameters } from '../parity/unet-parameters.js';
import type { ParityCheck, TrainStepTask } from './task.js';

const SETTINGS = {
  imageSize: 32,
  objective: 'epsilon',
  width: 64,
  multipliers: [1, 2, 2],
  blocks: 2,
  attentionSizes: [16],
  batchSize: 16,
  gradientClipNorm: 0,
  emaDecay: 0.9999,
};
const LEARNING_RATE: HostTensor = { shape: [], dtype: 'float32', data: Float32Array.of(2e-4) };
/** The U-Net that the PyTorch reference has. */
const CONFIG: UnetConfig = unet.resolveConfig(SETTINGS, { kind: 'images', count: 16, channels: 3, classes: [] });
const { batchSize, imageSize, channels } = CONFIG;
const IMAGES = [batchSize, imageSize, imageSize, channels] as const;
const IMAGES_SIZE = IMAGES.reduce((size, dimension) => size * dimension, 1);

/** @see Ho, Jain and Abbeel 2020, arXiv 2006.11239, equation 14 */
function ddpmLoss(parameters: Named<tf.Tensor>, { images, noise, timestep }: Named<tf.Tensor>): tf.Scalar {
  return denoisingLoss(unetNetwork(parameters, CONFIG), epsilonPrediction(CONFIG).preconditioning, {
    images: images as tf.Tensor,
    noise: noise as tf.Tensor,
    levels: levelsOfTimesteps(timestep as tf.Tensor, timestepSigmas(CONFIG)),
    conditioning: {},
  });
}

function parity(): ParityCheck {
  return {
    entries: unetEntries(CONFIG),
    parameters: unetParameters(CONFIG),
    inputs: {
      images: waveImages(Math.sin, 0.37, IMAGES),
      noise: waveImages(Math.cos, 0.73, IMAGES),
      timestep: { shape: [batchSize], dtype: 'int32', data: Int32Array.from({ length: batchSize }, (_, b) => 60 * b) },
    },
    loss: ddpmLoss,
  };
}

/** The diffusion U-Net on a random batch, averaged weights included. */
export function unetTask(random: RandomStream): TrainStepTask {
  const weights = initialVector(unetEntries(CONFIG), random.fork('weights'));
  const images: HostTensor = { shape: IMAGES, dtype: 'float32', data: random.fork('images').normal(IMAGES_SIZE).map(Math.tanh) };
  return {
    name: 'unet',
    batchSize,
    parameterCount: weights.data.length,
    trainStep: unetTrainStep(CONFIG) as TrainStepTask['trainStep'],
    state: { weights, average: { ...weights, data: weights.data.slice() }, optimiser: adamState(weights.data.length) },
    inputs: (stream): Named<HostTensor> => ({
      images,
      noise: { shape: IMAGES, dtype: 'float32', data: stream.normal(IMAGES_SIZE) },
      drawn: { shape: [batchSize], dtype: 'float32', data: stream.uniform(batchSize) },
      learningRate: LEARNING_RATE,
    }),
    parity,
  };
}
