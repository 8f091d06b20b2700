import type { HostTensor } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.js';
import type { LoweringCase } from '../lowering-case.js';

type Axes = number[] | undefined;
type Reduction = (x: tf.Tensor, axes: Axes, keepDims: boolean) => tf.Tensor;

/** A set of axes, some of them counted from the end, or undefined for all. */
function someAxes(draw: Draw, rank: number): Axes {
  if (draw.integer(0, 4) === 4) return undefined;
  const axes = draw.permutation(rank).slice(0, draw.integer(1, Math.max(1, rank)));
  return axes.map((axis) => (draw.integer(0, 1) === 0 ? axis : axis - rank));
}

function reduction(
  kernel: string,
  fn: Reduction,
  values: (d: Draw, shape: number[]) => HostTensor,
  rest: Partial<LoweringCase> = {},
): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const x = values(d, d.anyShape(1));
    const [axes, keepDims] = [someAxes(d, x.shape.length), d.integer(0, 1) === 1];
    return { inputs: [x], fn: (input) => fn(input as tf.Tensor, axes, keepDims) };
  };
  return { kernels: [kernel], gradient: true, draw, ...rest };
}

function argument(kernel: string, fn: (x: tf.Tensor, axis: number) => tf.Tensor): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const x = d.spread(d.anyShape(1));
    const axis = d.integer(-x.shape.length, x.shape.length - 1);
    return { inputs: [x], fn: (input) => fn(input as tf.Tensor, axis) };
  };
  return { kernels: [kernel], gradient: false, draw };
}

function lastAxis(kernel: string, fn: (x: tf.Tensor) => tf.Tensor): LoweringCase {
  return {
    kernels: [kernel],
    gradient: true,
    loosened: [10, 'a weighted mean is taken away from each weight, and little may be left'],
    draw: (d) => ({ inputs: [d.floats(d.anyShape(1), -6, 6)], fn: (x) => fn(x as tf.Tensor) }),
  };
}

const floats = (d: Draw, shape: number[]) => d.floats(shape);
const spread = (d: Draw, shape: number[]) => d.spread(shape);
const integers = (d: Draw, shape: number[]) => d.integers(shape);
const booleans = (d: Draw, shape: number[]) => d.booleans(shape);
const int32 = { gradient: false, variant: 'int32' };

/** The product of positive numbers, by logarithms. */
const product: LoweringCase = {
  kernels: ['Prod'],
  gradient: true,
  note: "the gradient is repaired: tfjs's calls chained methods, which tfjs-core alone does not have",
  draw: (d) => {
    const x = d.floats(d.anyShape(1), 0.5, 1.5);
    const [axes, keepDims] = [someAxes(d, x.shape.length), d.integer(0, 1) === 1];
    return {
      inputs: [x],
      fn: (input) => tf.prod(input as tf.Tensor, axes, keepDims),
      reference: (input) => tf.exp(tf.sum(tf.log(input as tf.Tensor), axes, keepDims)),
    };
  },
};

export const REDUCE_CASES: readonly LoweringCase[] = [
  reduction('All', (x, axes, keep) => tf.all(x, axes, keep), booleans, { gradient: false }),
  reduction('Any', (x, axes, keep) => tf.any(x, axes, keep), booleans, { gradient: false }),
  argument('ArgMax', (x, axis) => tf.argMax(x, axis)),
  argument('ArgMin', (x, axis) => tf.argMin(x, axis)),
  { ...lastAxis('Max', (x) => tf.logSoftmax(x)), kernels: ['Max', 'Sub', 'Exp', 'Sum', 'Log'], variant: 'log-softmax' },
  lastAxis('Softmax', (x) => tf.softmax(x)),
  reduction('Max', (x, axes, keep) => tf.max(x, axes, keep), spread),
  reduction('Max', (x, axes, keep) => tf.max(x, axes, keep), integers, int32),
  reduction('Mean', (x, axes, keep) => tf.mean(x, axes, keep), floats),
  reduction('Min', (x, axes, keep) => tf.min(x, axes, keep), spread),
  reduction('Min', (x, axes, keep) => tf.min(x, axes, keep), integers, int32),
  product,
  reduction(
    'Prod',
    (x, axes, keep) => tf.prod(x, axes, keep),
    (d, shape) => d.integers(shape, -2, 2),
    int32,
  ),
  reduction('Sum', (x, axes, keep) => tf.sum(x, axes, keep), floats),
  reduction('Sum', (x, axes, keep) => tf.sum(x, axes, keep), integers, int32),
  reduction('Sum', (x, axes, keep) => tf.sum(x, axes, keep), booleans, {
    gradient: false,
    variant: 'bool',
    note: 'booleans add up to int32',
  }),
];
