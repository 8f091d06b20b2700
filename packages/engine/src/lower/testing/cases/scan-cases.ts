import * as tf from '@tensorflow/tfjs-core';
import type { LoweringCase } from '../lowering-case.js';

type Scan = (x: tf.Tensor, axis: number, exclusive: boolean, reverse: boolean) => tf.Tensor;

function scan(kernel: string, fn: Scan, { whole = false } = {}): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const shape = d.shape(d.integer(1, 4), 1, 6);
    const axis = d.integer(0, shape.length - 1);
    const [exclusive, reverse] = [d.integer(0, 1) === 1, d.integer(0, 1) === 1];
    return {
      inputs: [whole ? d.integers(shape, -3, 3) : d.floats(shape)],
      fn: (x) => fn(x as tf.Tensor, axis, exclusive, reverse),
    };
  };
  const variant = whole ? 'int32' : '';
  return { kernels: [kernel], variant, gradient: false, draw };
}

/** A running sum as a product with a triangle of ones. */
function triangularSum(x: tf.Tensor, axis: number, exclusive: boolean, reverse: boolean): tf.Tensor {
  const size = x.shape[axis] as number;
  const isCounted = (from: number, to: number) => (reverse ? from > to : from < to) || (!exclusive && from === to);
  const ones = Array.from({ length: size * size }, (_, i) => Number(isCounted(Math.floor(i / size), i % size)));
  const last = x.shape.map((_, i) => (i < axis ? i : i === x.rank - 1 ? axis : i + 1));
  const rows = tf.reshape(tf.transpose(x, last), [-1, size]);
  const sums = tf.matMul(rows, tf.tensor2d(ones, [size, size]));
  return tf.transpose(
    tf.reshape(
      sums,
      last.map((i) => x.shape[i] as number),
    ),
    last.map((_, i) => last.indexOf(i)),
  );
}

const summed: LoweringCase = {
  kernels: ['Cumsum'],
  variant: 'any axis',
  gradient: true,
  note: 'the gradient is repaired: tfjs permutes it where the axis is not the last',
  draw: (d) => {
    const shape = d.shape(d.integer(1, 4));
    const axis = d.integer(0, shape.length - 1);
    const [exclusive, reverse] = [d.integer(0, 1) === 1, d.integer(0, 1) === 1];
    return {
      inputs: [d.floats(shape)],
      fn: (x) => tf.cumsum(x as tf.Tensor, axis, exclusive, reverse),
      reference: (x) => triangularSum(x as tf.Tensor, axis, exclusive, reverse),
    };
  },
};

export const SCAN_CASES: readonly LoweringCase[] = [
  scan('Cumsum', tf.cumsum),
  summed,
  scan('Cumsum', tf.cumsum, { whole: true }),
  scan('Cumprod', tf.cumprod),
  scan('Cumprod', tf.cumprod, { whole: true }),
];
