// LeNet-5 (LeCun et al. 1998, figure 2) with rectified linear units, more channels in its three convolutions, and one hidden layer of
// 128 units, which are the features of a picture. Its averaging subsampling is kept: the gradient of maximum pooling takes as long as
// all convolutions together.
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { conv2d, dense } from '../layers/linear.js';
import { type InitialisedEntry, type Initialiser, zeros } from '../parameters/initialise.js';

/** Size of a LeNet. */
export interface LenetConfig {
  /** Side of the pictures in pixels, at least 4. */
  readonly imageSize: number;
  readonly channels: 1 | 3;
  /** Number of classes. */
  readonly classes: number;
}

/** Kernel size and channels of each convolution; the first two are followed by subsampling. */
const CONVOLUTIONS = [
  { kernel: 5, width: 32 },
  { kernel: 3, width: 64 },
  { kernel: 3, width: 64 },
] as const;

/** Length of a picture's feature vector. */
export const LENET_FEATURES = 128;

/** Normal with variance 2 / fan-in (He et al. 2015, arXiv 1502.01852, equation 10). */
const heNormal: Initialiser = (count, shape, random) => {
  const fanIn = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return random.normal(count).map((value) => value * Math.sqrt(2 / fanIn));
};

const layer = (name: string, shape: readonly number[]): InitialisedEntry[] => [
  { name: `${name}.kernel`, shape, initialiser: heNormal },
  { name: `${name}.bias`, shape: [shape.at(-1) as number], initialiser: zeros },
];

/** Parameters of a LeNet. */
export function lenetEntries({ imageSize, channels, classes }: LenetConfig): InitialisedEntry[] {
  const [one, two, three] = CONVOLUTIONS;
  // an odd row or column is left out by each subsampling
  const side = Math.floor(imageSize / 4);
  return [
    ...layer('convolution1', [one.kernel, one.kernel, channels, one.width]),
    ...layer('convolution2', [two.kernel, two.kernel, one.width, two.width]),
    ...layer('convolution3', [three.kernel, three.kernel, two.width, three.width]),
    ...layer('features', [side * side * three.width, LENET_FEATURES]),
    ...layer('classes', [LENET_FEATURES, classes]),
  ];
}

/** `images [B, S, S, C] in [-1, 1] -> features [B, 128]`, not negative. */
export function lenetFeatures(parameters: Named<tf.Tensor>, images: tf.Tensor): tf.Tensor {
  const p = (name: string) => parameters[name] as tf.Tensor;
  const convolve = (x: tf.Tensor, name: string): tf.Tensor => tf.relu(conv2d(x, p(`${name}.kernel`), p(`${name}.bias`)));
  const halve = (x: tf.Tensor): tf.Tensor => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid');
  // [B, S, S, C] -> [B, S / 2, S / 2, 32] -> [B, S / 4, S / 4, 64]
  const halved = halve(convolve(halve(convolve(images, 'convolution1')), 'convolution2'));
  const flat = tf.reshape(convolve(halved, 'convolution3'), [images.shape[0] as number, -1]);
  return tf.relu(dense(flat, p('features.kernel'), p('features.bias')));
}

/** `features [B, 128] -> logits [B, classes]`. */
export function lenetLogits(parameters: Named<tf.Tensor>, features: tf.Tensor): tf.Tensor {
  return dense(features, parameters['classes.kernel'] as tf.Tensor, parameters['classes.bias'] as tf.Tensor);
}
