import { eager, type TensorFunction } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { generatorNorm, type NormPass } from './generator-norm.js';

const float32 = (shape: readonly number[], ...values: number[]): HostTensor<'float32'> => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(values),
});
// two pictures of one pixel and one channel: mean 3, variance 4
const x = float32([2, 1, 1, 1], 1, 5);
const run = async (pass: (x: tf.Tensor) => tf.Tensor) => [...((await eager(pass as TensorFunction)(x)) as HostTensor).data];
const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(4)));

describe('generatorNorm', () => {
  test('normalises by the batch and keeps what it measured', async () => {
    const parameters = () => ({ 'n.scale': tf.tensor1d([10]), 'n.shift': tf.tensor1d([1]) });

    const values = await run((t) => generatorNorm(t, 'n', { parameters: parameters(), measured: {} }));
    const statistics = await run((t) => {
      const kept: NormPass['measured'] = {};
      generatorNorm(t, 'n', { parameters: parameters(), measured: kept });
      return tf.stack([kept['n.mean'] as tf.Tensor, kept['n.variance'] as tf.Tensor]);
    });

    expect(rounded(values)).toEqual([-9, 11]);
    expect(rounded(statistics)).toEqual([3, 4]);
  });

  test('normalises by given statistics, whatever the batch', async () => {
    const values = await run((t) =>
      generatorNorm(t, 'n', {
        parameters: { 'n.scale': tf.tensor1d([1]), 'n.shift': tf.tensor1d([0]) },
        statistics: { 'n.mean': tf.tensor1d([1]), 'n.variance': tf.tensor1d([16]) },
        measured: {},
      }),
    );

    expect(rounded(values)).toEqual([0, 1]);
  });

  test('scales and shifts by the class of each picture', async () => {
    const values = await run((t) =>
      generatorNorm(t, 'n', {
        // a row for each class
        parameters: { 'n.scale': tf.tensor2d([[1], [10]]), 'n.shift': tf.tensor2d([[0], [7]]) },
        classes: tf.tensor2d([
          [0, 1],
          [1, 0],
        ]),
        measured: {},
      }),
    );

    expect(rounded(values)).toEqual([-3, 1]);
  });
});
