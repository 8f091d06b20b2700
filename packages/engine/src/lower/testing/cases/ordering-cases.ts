import * as tf from '@tensorflow/tfjs-core';
import type { LoweringCase } from '../lowering-case.js';

const topK: LoweringCase = {
  kernels: ['TopK'],
  gradient: false,
  draw: (d) => {
    const shape = d.shape(d.integer(1, 3), 1, 6);
    const k = d.integer(1, shape.at(-1) as number);
    const both = (x: tf.Tensor | undefined) => Object.values(tf.topk(x as tf.Tensor, k)) as tf.Tensor[];
    // Whole numbers repeat: of equal ones the first comes first.
    return { inputs: [d.spread(shape), d.integers(shape, -2, 2)], fn: (x, i) => [...both(x), ...both(i)] };
  },
};

const searchSorted: LoweringCase = {
  kernels: ['SearchSorted'],
  gradient: false,
  draw: (d) => {
    const [rows, length, count] = d.shape(3, 1, 5) as [number, number, number];
    const drawn = d.integers([rows, length], -5, 5);
    const data = drawn.data.slice();
    for (let i = 0; i < rows; i++) data.subarray(i * length, (i + 1) * length).sort();
    const inputs = [{ ...drawn, data }, d.integers([rows, count], -6, 6)];
    return {
      inputs,
      fn: (s, v) => [tf.lowerBound(s as tf.Tensor, v as tf.Tensor), tf.upperBound(s as tf.Tensor, v as tf.Tensor)],
    };
  },
};

const bincount: LoweringCase = {
  kernels: ['Bincount'],
  gradient: false,
  draw: (d) => {
    const [count, size] = d.shape(2, 1, 9) as [number, number];
    const inputs = [d.integers([count], 0, 9), d.floats([count])];
    const none = () => tf.tensor1d([], 'int32');
    return {
      inputs,
      fn: (x, w) => [tf.bincount(x as tf.Tensor1D, w as tf.Tensor1D, size), tf.bincount(x as tf.Tensor1D, none(), size)],
    };
  },
};

const denseBincount: LoweringCase = {
  kernels: ['DenseBincount'],
  gradient: false,
  draw: (d) => {
    const [rows, count, size] = d.shape(3, 1, 6) as [number, number, number];
    const inputs = [d.integers([rows, count], 0, 7), d.floats([rows, count])];
    const none = () => tf.tensor1d([], 'float32') as tf.Tensor as tf.Tensor2D;
    const fn = (x: tf.Tensor | undefined, w: tf.Tensor | undefined) => [
      tf.denseBincount(x as tf.Tensor2D, w as tf.Tensor2D, size),
      tf.denseBincount(x as tf.Tensor2D, none(), size, true),
    ];
    return { inputs, fn };
  },
};

export const ORDERING_CASES: readonly LoweringCase[] = [topK, searchSorted, bincount, denseBincount];
