import { randomStream } from '@aigc/core';
import { eager, type TensorFunction } from '@aigc/engine';
import { conv2d, conv2dTranspose, upsampleNearest2x } from '@aigc/nn';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { blockKernel, meanKernel } from './resampling-kernels.js';

// Sums of some tens of float32 products of a size of 1.
const ROUNDING = 1e-5;
const random = (shape: readonly number[], name: string): HostTensor => ({
  shape,
  dtype: 'float32',
  data: randomStream(7)
    .fork(name)
    .normal(shape.reduce((a, b) => a * b, 1)),
});
const x = random([2, 6, 6, 3], 'x');
const kernel = random([3, 3, 3, 4], 'kernel');

/** Largest difference of two functions of `x` and a kernel. */
async function difference(left: object, right: object, by = kernel): Promise<number> {
  const [a, b] = (await Promise.all([left, right].map((fn) => eager(fn as TensorFunction)(x, by)))) as [HostTensor, HostTensor];
  expect(a.shape).toEqual(b.shape);
  return Math.max(...[...a.data].map((value, i) => Math.abs(value - (b.data[i] as number))));
}
const mean = (t: tf.Tensor) => tf.avgPool(t as tf.Tensor4D, 2, 2, 'valid');

describe('blockKernel', () => {
  test('convolves and takes means of 2x2 in one', async () => {
    const apart = (t: tf.Tensor, w: tf.Tensor) => mean(conv2d(t, w));
    const joined = (t: tf.Tensor, w: tf.Tensor) => conv2d(t, tf.mul(blockKernel(w), 1 / 4), undefined, { stride: 2, padding: 1 });

    expect(await difference(apart, joined)).toBeLessThan(ROUNDING);
  });

  test('repeats pixels and convolves in one, transposed, with the kernel turned round', async () => {
    const apart = (t: tf.Tensor, w: tf.Tensor) => conv2d(upsampleNearest2x(t), w);
    const joined = (t: tf.Tensor, w: tf.Tensor) => {
      const turned = tf.transpose(tf.reverse(w, [0, 1]), [0, 1, 3, 2]);
      return conv2dTranspose(t, blockKernel(turned), undefined, { stride: 2, padding: 1 });
    };

    expect(await difference(apart, joined)).toBeLessThan(ROUNDING);
  });
});

describe('meanKernel', () => {
  test('takes means of 2x2 and multiplies each pixel in one', async () => {
    const apart = (t: tf.Tensor, w: tf.Tensor) => conv2d(mean(t), w);
    const joined = (t: tf.Tensor, w: tf.Tensor) => conv2d(t, meanKernel(w), undefined, { stride: 2, padding: 'valid' });

    expect(await difference(apart, joined, random([1, 1, 3, 5], 'point'))).toBeLessThan(ROUNDING);
  });
});
