import * as tf from '@tensorflow/tfjs-core';
import type { LoweringCase } from '../lowering-case.js';

export const INDEX_CASES: readonly LoweringCase[] = [
  {
    kernels: ['GatherV2'],
    gradient: true,
    draw: (d) => {
      const x = d.anyShape(1);
      const axis = d.integer(0, x.length - 1);
      const indices = d.integers(d.anyShape(1, 2), 0, (x[axis] as number) - 1);
      return { inputs: [d.floats(x), indices], fn: (a, b) => tf.gather(a as tf.Tensor, b as tf.Tensor, axis) };
    },
  },
  {
    kernels: ['OneHot'],
    gradient: false,
    note: 'the gradient is zero: indices are whole numbers',
    draw: (d) => {
      const depth = d.integer(1, 5);
      const indices = d.integers(d.anyShape(1, 3), -1, depth);
      return {
        inputs: [indices],
        fn: (x) => [tf.oneHot(x as tf.Tensor, depth), tf.oneHot(x as tf.Tensor, depth, 4, -1, 'int32')],
      };
    },
  },
  {
    kernels: ['UnsortedSegmentSum'],
    gradient: true,
    draw: (d) => {
      const x = d.anyShape(1);
      const count = d.integer(1, 4);
      const ids = d.integers([x[0] as number], 0, count - 1);
      return { inputs: [d.floats(x), ids], fn: (a, b) => tf.unsortedSegmentSum(a as tf.Tensor, b as tf.Tensor1D, count) };
    },
  },
];
