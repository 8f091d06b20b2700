import * as tf from '@tensorflow/tfjs-core';
import type { LoweringCase, TestedFunction } from '../lowering-case.js';

/** An operation that tfjs makes of several kernels; `kernel` is one of them. */
function composite(variant: string, kernel: string, fn: TestedFunction, draw: LoweringCase['draw']): LoweringCase {
  return { kernels: [kernel], variant, gradient: true, loosened: SEVERAL_STEPS, draw: (d) => ({ ...draw(d), fn }) };
}

const SEVERAL_STEPS: readonly [number, string] = [10, 'rounding errors of several kernels add up'];

type Args = Parameters<LoweringCase['draw']>[0];
const none: TestedFunction = () => [];
const square = (d: Args) => ({ inputs: [d.floats([d.integer(2, 4), 4])], fn: none });
const pair = (d: Args) => {
  const shape = d.anyShape(1, 3);
  return { inputs: [d.floats(shape, 0.1, 0.9), d.floats(shape, 0.1, 0.9)], fn: none };
};
const image = (d: Args) => ({ inputs: [d.floats([2, d.integer(4, 6), d.integer(4, 6), 3])], fn: none });
const cell = (d: Args) => ({
  inputs: [d.floats([5, 12]), d.floats([12]), d.floats([2, 2]), d.floats([2, 3]), d.floats([2, 3])],
  fn: none,
});

/** Rows that are far from parallel, so that nothing is divided by little. */
const apart = (x: tf.Tensor2D) => tf.add(tf.mul(x, 0.3), tf.eye(x.shape[0], 4)) as tf.Tensor2D;

type Loss = (labels: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;
const loss = (name: string, kernel: string, fn: Loss) =>
  composite(name, kernel, (a, b) => fn(a as tf.Tensor, b as tf.Tensor), pair);

export const COMPOSITE_CASES: readonly LoweringCase[] = [
  composite('bandPart', 'Select', (x) => tf.linalg.bandPart(x as tf.Tensor, 1, 0), square),
  composite('gramSchmidt', 'Sub', (x) => tf.linalg.gramSchmidt(apart(x as tf.Tensor2D)) as tf.Tensor2D, square),
  composite('logSigmoid', 'Softplus', (x) => tf.logSigmoid(x as tf.Tensor), square),
  composite('logSumExp', 'Log', (x) => tf.logSumExp(x as tf.Tensor, 1), square),
  composite('moments', 'Mean', (x) => Object.values(tf.moments(x as tf.Tensor, [0])), square),
  composite('norm', 'Sqrt', (x) => tf.norm(x as tf.Tensor, 'euclidean', 1), square),
  composite(
    'basicLSTMCell',
    'Tanh',
    (...[kernel, bias, ...states]) =>
      tf.basicLSTMCell(1, kernel as tf.Tensor2D, bias as tf.Tensor1D, ...(states as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D])),
    cell,
  ),
  composite('pool with dilations', 'MaxPool', (x) => tf.pool(x as tf.Tensor4D, 2, 'max', 'same', [2, 2]), image),
  { ...composite('rgbToGrayscale', 'Einsum', (x) => tf.image.rgbToGrayscale(x as tf.Tensor4D), image), gradient: false },
  loss('absoluteDifference', 'Abs', (a, b) => tf.losses.absoluteDifference(a, b)),
  loss('cosineDistance', 'Multiply', (a, b) => tf.losses.cosineDistance(a, b, 0)),
  loss('hingeLoss', 'Relu', (a, b) => tf.losses.hingeLoss(a, b)),
  loss('huberLoss', 'Minimum', (a, b) => tf.losses.huberLoss(a, b, undefined, 0.2)),
  loss('logLoss', 'Log', (a, b) => tf.losses.logLoss(a, b)),
  loss('meanSquaredError', 'SquaredDifference', (a, b) => tf.losses.meanSquaredError(a, b)),
  loss('sigmoidCrossEntropy', 'Log1p', (a, b) => tf.losses.sigmoidCrossEntropy(a, b)),
  loss('softmaxCrossEntropy', 'Log', (a, b) => tf.losses.softmaxCrossEntropy(a, b)),
  {
    kernels: ['LogicalOr'],
    variant: 'logicalXor',
    gradient: false,
    draw: (d) => {
      const shape = d.anyShape();
      return { inputs: [d.booleans(shape), d.booleans(shape)], fn: (a, b) => tf.logicalXor(a as tf.Tensor, b as tf.Tensor) };
    },
  },
];
