import { adamState, initialVector } from '@aigc/nn';
import type { HostTensor, Named, RandomStream } from '@aigc/plugin-api';
import { DEFAULT_UNET_CONFIG, type DiffusionInputs, unetEntries, unetLoss, unetTrainStep } from '@aigc/plugin-diffusion';
import { waveImages } from '../parity/formula.js';
import { unetParameters } from '../parity/unet-parameters.js';
import type { ParityCheck, TrainStepTask } from './task.js';

const CONFIG = DEFAULT_UNET_CONFIG;
const { batchSize, imageSize, channels } = CONFIG;
const IMAGES = [batchSize, imageSize, imageSize, channels] as const;
const IMAGES_SIZE = IMAGES.reduce((size, dimension) => size * dimension, 1);

function parity(): ParityCheck {
  return {
    entries: unetEntries(CONFIG),
    parameters: unetParameters(CONFIG),
    inputs: {
      images: waveImages(Math.sin, 0.37, IMAGES),
      noise: waveImages(Math.cos, 0.73, IMAGES),
      timestep: { shape: [batchSize], dtype: 'int32', data: Int32Array.from({ length: batchSize }, (_, b) => 60 * b) },
    },
    loss: (parameters, inputs) => unetLoss(parameters, inputs as unknown as DiffusionInputs, CONFIG),
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
    trainStep: unetTrainStep(CONFIG),
    state: { weights, average: { ...weights, data: weights.data.slice() }, optimiser: adamState(weights.data.length) },
    inputs: (stream): Named<HostTensor> => ({
      images,
      noise: { shape: IMAGES, dtype: 'float32', data: stream.normal(IMAGES_SIZE) },
      uniform: { shape: [batchSize], dtype: 'float32', data: stream.uniform(batchSize) },
    }),
    parity,
  };
}
