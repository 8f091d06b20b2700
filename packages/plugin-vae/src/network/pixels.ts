import * as tf from '@tensorflow/tfjs-core';

/** Size of pictures. */
export interface PictureShape {
  readonly imageSize: number;
  readonly channels: 1 | 3;
}

/** Values of one picture: the network's inputs and outputs. */
export function featureCount({ imageSize, channels }: PictureShape): number {
  return imageSize * imageSize * channels;
}

/** Pictures `[B, S, S, C]` in [-1, 1] -> values `[B, features]` in [0, 1]. */
export function flatPixels(images: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(tf.reshape(images, [images.shape[0] as number, -1]), 0.5), 0.5);
}

/** Output `[B, features]` -> pictures `[B, S, S, C]`: the mean of each pixel's distribution, from [0, 1] to [-1, 1]. */
export function picturesOf(output: tf.Tensor, { imageSize, channels }: PictureShape): tf.Tensor {
  // 2 sigmoid(o) - 1
  return tf.reshape(tf.tanh(tf.mul(output, 0.5)), [output.shape[0] as number, imageSize, imageSize, channels]);
}
