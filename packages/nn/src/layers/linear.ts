import * as tf from '@tensorflow/tfjs-core';
import { channelSum } from './channel-sum.js';

/** `y + bias`, with the bias's gradient summed in two stages. */
function withBias(y: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
  if (bias === undefined) return y;
  const add = tf.customGrad((input, biasInput) => ({
    value: tf.add(input as tf.Tensor, biasInput as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => [dy, channelSum(dy)],
  }));
  return add(y, bias);
}

/** `x W + b`. @param x float32 `[B, I]` @param kernel float32 `[I, O]` @param bias float32 `[O]` */
export function dense(x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  return withBias(tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D), bias);
}

/** Stride and padding of a convolution. */
export interface ConvolutionOptions {
  readonly stride?: number;
  readonly padding?: 'same' | 'valid' | number;
}

/** Two-dimensional convolution. @param x float32 `[B, H, W, I]` @param kernel float32 `[h, w, I, O]` @param bias float32 `[O]` */
export function conv2d(x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor, options: ConvolutionOptions = {}): tf.Tensor {
  const { stride = 1, padding = 'same' } = options;
  const round = typeof padding === 'number' ? 'floor' : undefined;
  return withBias(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, stride, padding, 'NHWC', 1, round), bias);
}

/**
 * Transposed convolution: the gradient of `conv2d` with respect to its input, `[B, H, W, I] -> [B, H s, W s, O]`.
 *
 * @param kernel float32 `[h, w, O, I]`: the kernel of the convolution that it transposes
 */
export function conv2dTranspose(x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor, options: ConvolutionOptions = {}): tf.Tensor {
  const { stride = 2, padding = 'same' } = options;
  const [batch, height, width] = x.shape as [number, number, number];
  const outputShape: [number, number, number, number] = [batch, height * stride, width * stride, kernel.shape[2] as number];
  const round = typeof padding === 'number' ? 'floor' : undefined;
  return withBias(tf.conv2dTranspose(x as tf.Tensor4D, kernel as tf.Tensor4D, outputShape, stride, padding, round), bias);
}
