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
      const depth = d.integer(2, 5);
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
  {
    kernels: ['GatherV2'],
    variant: 'batchDims',
    gradient: true,
    note: "the gradient with batchDims is repaired: tfjs's calls chained methods, which tfjs-core alone does not have",
    draw: (d) => {
      const [batch, extent, picked] = d.shape(3, 1, 4) as [number, number, number];
      const [outer, inner] = [d.shape(d.integer(0, 1)), d.shape(d.integer(0, 1))];
      const inputs = [d.floats([batch, ...outer, extent, ...inner]), d.integers([batch, picked], 0, extent - 1)];
      const axis = 1 + outer.length;
      const element = (x: tf.Tensor | undefined, i: number) => tf.squeeze(tf.slice(x as tf.Tensor, i, 1), [0]);
      return {
        inputs,
        fn: (x, i) => tf.gather(x as tf.Tensor, i as tf.Tensor, axis, 1),
        reference: (x, i) => tf.stack(Array.from({ length: batch }, (_, n) => tf.gather(element(x, n), element(i, n), axis - 1))),
      };
    },
  },
  {
    kernels: ['GatherNd'],
    gradient: false,
    draw: (d) => {
      const shape = d.anyShape(1);
      const depth = d.integer(1, shape.length);
      const least = Math.min(...shape);
      const indices = d.integers([...d.shape(d.integer(1, 2)), depth], 0, least - 1);
      return { inputs: [d.floats(shape), indices], fn: (x, i) => tf.gatherND(x as tf.Tensor, i as tf.Tensor) };
    },
  },
  {
    kernels: ['ScatterNd'],
    gradient: false,
    note: 'tfjs has no gradient; indices that repeat add up',
    draw: (d) => {
      const shape = d.anyShape(1, 3);
      const [depth, count] = [d.integer(1, shape.length), d.integer(1, 4)];
      const indices = d.integers([count, depth], 0, Math.min(...shape) - 1);
      const updates = [count, ...shape.slice(depth)];
      const fn = (...[i, f, n]: tf.Tensor[]) => [
        tf.scatterND(i as tf.Tensor, f as tf.Tensor, shape),
        tf.scatterND(i as tf.Tensor, n as tf.Tensor, shape),
      ];
      return { inputs: [indices, d.floats(updates), d.integers(updates)], fn };
    },
  },
  {
    kernels: ['TensorScatterUpdate'],
    gradient: false,
    draw: (d) => {
      const size = d.integer(2, 5);
      const inner = d.shape(d.integer(0, 2));
      const first = d.integer(0, size - 2);
      const indices = { shape: [2, 1], dtype: 'int32' as const, data: Int32Array.of(first + 1, first) };
      const inputs = [d.floats([size, ...inner]), indices, d.floats([2, ...inner])];
      return { inputs, fn: (x, i, u) => tf.tensorScatterUpdate(x as tf.Tensor, i as tf.Tensor, u as tf.Tensor) };
    },
  },
  {
    kernels: ['SparseToDense'],
    gradient: false,
    draw: (d) => {
      const size = d.integer(3, 6);
      const indices = { shape: [3], dtype: 'int32' as const, data: Int32Array.of(2, 0, 1) };
      const fn = (...[i, v, one, fallback]: tf.Tensor[]) => [
        tf.sparseToDense(i as tf.Tensor, v as tf.Tensor, [size], fallback as tf.Scalar),
        tf.sparseToDense(i as tf.Tensor, one as tf.Tensor, [size], fallback as tf.Scalar),
      ];
      return { inputs: [indices, d.floats([3]), d.floats([]), d.floats([])], fn };
    },
  },
  {
    kernels: ['Range', 'LinSpace'],
    gradient: false,
    draw: (d) => {
      const [start, length] = [d.integer(-5, 5), d.integer(1, 9)];
      const step = d.pick([1, 2, 0.3, -1]);
      const stop = start + length * (step < 0 ? -1 : 1);
      const fn = (x: tf.Tensor | undefined) => [
        tf.add(x as tf.Tensor, tf.sum(tf.range(start, stop, step))),
        tf.range(start, start + length, 1, 'int32'),
        tf.linspace(start, stop, length + 1),
      ];
      return { inputs: [d.floats([2])], fn };
    },
  },
];
