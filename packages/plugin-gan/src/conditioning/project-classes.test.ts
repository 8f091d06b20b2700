import { eager, type TensorFunction } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { oneHotLabels, projectClasses } from './project-classes.js';

describe('projectClasses', () => {
  test('adds the inner product of summed features with the embedding of the class', async () => {
    // two pictures of two pixels and two channels: sums (4, 6) and (12, 14)
    const features: HostTensor = { shape: [2, 1, 2, 2], dtype: 'float32', data: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]) };
    const labels: HostTensor = { shape: [2], dtype: 'int32', data: Int32Array.from([2, 0]) };
    const embedding: HostTensor = { shape: [3, 2], dtype: 'float32', data: Float32Array.from([1, 0, 9, 9, 0.5, -1]) };
    const project = (f: tf.Tensor, l: tf.Tensor, e: tf.Tensor) => projectClasses(f, oneHotLabels(l, 3), e);

    const { shape, data } = (await eager(project as TensorFunction)(features, labels, embedding)) as HostTensor;

    expect(shape).toEqual([2, 1]);
    // 4 / 2 - 6 by class 2; 12 by class 0
    expect([...data]).toEqual([-4, 12]);
  });
});
