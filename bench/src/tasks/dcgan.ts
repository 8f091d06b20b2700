import { logisticLossFake, logisticLossReal } from '@aigc/nn';
import type { HostTensor, Named, ParameterEntry, RandomStream } from '@aigc/plugin-api';
import {
  type DcganConfig,
  dcgan,
  dcganConfigSchema,
  dcganTrainStep,
  discriminator,
  discriminatorEntries,
  generator,
  generatorEntries,
} from '@aigc/plugin-gan';
import * as tf from '@tensorflow/tfjs-core';
import { wave, waveImages } from '../parity/formula.js';
import { convolutionWeight, linear, norm, vector } from '../parity/layers.js';
import type { ReferenceParameter } from '../parity/reference-parameter.js';
import type { ParityCheck, TrainStepTask } from './task.js';

const CONFIG: DcganConfig = { ...dcganConfigSchema.parse({ imageSize: 28, width: 64, batchSize: 128 }), channels: 1 };
const { batchSize, imageSize, latentSize } = CONFIG;
const IMAGES = [batchSize, imageSize, imageSize, 1] as const;
const IMAGES_SIZE = batchSize * imageSize * imageSize;
/** Elements of the innermost activations: 128 channels of 7 x 7. */
const INNER_SIZE = 128 * 7 * 7;

const prefixed = (prefix: string, entries: readonly ParameterEntry[]): ParameterEntry[] =>
  entries.map(({ name, shape }) => ({ name: `${prefix}${name}`, shape }));

const without = (prefix: string, parameters: Named<tf.Tensor>): Named<tf.Tensor> =>
  Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, t]) => [name.slice(prefix.length), t]),
  );

function generatorParameters(): ReferenceParameter[] {
  return [
    ...linear('0.fc', 'g.dense', [latentSize, INNER_SIZE]),
    ...norm('0.bn1', 'g.norm2', 128),
    ...norm('0.bn2', 'g.norm1', 64),
    convolutionWeight('0.up1', 'g.up2', [128, 64, 5, 5]),
    convolutionWeight('0.up2', 'g.up1', [64, 1, 5, 5]),
    vector('0.up2.bias', 'g.up1.bias', 'bias', 1),
  ];
}

function discriminatorParameters(): ReferenceParameter[] {
  return [
    convolutionWeight('1.c1', 'd.down1', [64, 1, 5, 5]),
    vector('1.c1.bias', 'd.down1.bias', 'bias', 64),
    convolutionWeight('1.c2', 'd.down2', [128, 64, 5, 5]),
    ...norm('1.bn', 'd.norm2', 128),
    ...linear('1.fc', 'd.dense', [INNER_SIZE, 1]),
  ];
}

/** Both losses at once: no step between them, nothing detached. */
function parityLoss(parameters: Named<tf.Tensor>, { images, z }: Named<tf.Tensor>): tf.Scalar {
  const judge = (pictures: tf.Tensor) => discriminator(without('d.', parameters), pictures, CONFIG);
  const fake = judge(generator(without('g.', parameters), z as tf.Tensor, CONFIG).images);
  const lossD = tf.add(logisticLossReal(judge(images as tf.Tensor)), logisticLossFake(fake));
  return tf.add(lossD, logisticLossReal(fake)) as tf.Scalar;
}

function parity(): ParityCheck {
  return {
    entries: [...prefixed('g.', generatorEntries(CONFIG)), ...prefixed('d.', discriminatorEntries(CONFIG))],
    parameters: [...generatorParameters(), ...discriminatorParameters()],
    inputs: { images: waveImages(Math.sin, 0.37, IMAGES), z: wave(Math.cos, 0.73, [batchSize, latentSize]) },
    loss: parityLoss,
  };
}

/** The DCGAN on a random batch: both networks, averaged weights and statistics included. */
export function dcganTask(random: RandomStream): TrainStepTask {
  const images: HostTensor = { shape: IMAGES, dtype: 'float32', data: random.fork('images').normal(IMAGES_SIZE).map(Math.tanh) };
  const sizeOf = (entries: readonly ParameterEntry[]) =>
    entries.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return {
    name: 'dcgan',
    batchSize,
    parameterCount: sizeOf([...generatorEntries(CONFIG), ...discriminatorEntries(CONFIG)]),
    trainStep: dcganTrainStep(CONFIG),
    state: dcgan.initialState(CONFIG, random.fork('weights')),
    inputs: (stream): Named<HostTensor> => ({
      images,
      z: { shape: [batchSize, latentSize], dtype: 'float32', data: stream.normal(batchSize * latentSize) },
    }),
    parity,
  };
}
