// Convolutions joined with the change of resolution beside them: one strided convolution at 4 / 9 of the cost, the same values.
import * as tf from '@tensorflow/tfjs-core';

/**
 * The 4x4 kernel that a 3x3 one and blocks of 2x2 make together: the sum of its four shifts by 0 or 1.
 *
 * With stride 2 and padding 1, transposed, it repeats each pixel and convolves; a quarter of it convolves and takes means of 2x2.
 *
 * @param kernel float32 `[3, 3, I, O]`
 * @see Karras et al. 2018, arXiv 1710.10196, whose published code fuses them so
 */
export function blockKernel(kernel: tf.Tensor): tf.Tensor {
  const shifted = (down: number, right: number) =>
    tf.pad(kernel, [
      [down, 1 - down],
      [right, 1 - right],
      [0, 0],
      [0, 0],
    ]);
  return tf.addN([shifted(0, 0), shifted(0, 1), shifted(1, 0), shifted(1, 1)]);
}

/** The 2x2 kernel that takes means of 2x2 and then multiplies each pixel: with stride 2. @param kernel float32 `[1, 1, I, O]` */
export function meanKernel(kernel: tf.Tensor): tf.Tensor {
  return tf.mul(tf.ones([2, 2, 1, 1]), tf.mul(kernel, 1 / 4));
}
