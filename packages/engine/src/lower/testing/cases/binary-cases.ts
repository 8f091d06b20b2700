import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.js';
import type { LoweringCase, TestedFunction } from '../lowering-case.js';

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** Two shapes that broadcast: b's axes are a's or 1, and leading ones may be missing. */
function broadcastShapes(draw: Draw): [number[], number[]] {
  const full = draw.anyShape();
  const thin = (shape: readonly number[]) => shape.map((size) => (draw.integer(0, 2) === 2 ? 1 : size));
  const shapes: [number[], number[]] = [thin(full), thin(full.slice(draw.integer(0, full.length)))];
  return draw.integer(0, 1) === 0 ? shapes : [shapes[1], shapes[0]];
}

function real(
  kernel: string,
  fn: Binary,
  [min, max]: readonly [number, number] = [-3, 3],
  rest: Partial<LoweringCase> = {},
): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const [a, b] = broadcastShapes(d);
    return { inputs: [d.floats(a, min, max), d.floats(b, min, max)], fn };
  };
  return { kernels: [kernel], gradient: true, draw, ...rest };
}

function whole(kernel: string, fn: Binary, [min, max]: readonly [number, number] = [-9, 9]): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const [a, b] = broadcastShapes(d);
    return { inputs: [d.integers(a, min, max), d.integers(b, min, max)], fn };
  };
  return { kernels: [kernel], variant: 'int32', gradient: false, draw };
}

/** Whole numbers with a divisor other than 0, of either sign. */
function divided(kernel: string, fn: Binary): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const [a, b] = broadcastShapes(d);
    const divisor = d.integers(b, -5, 5);
    return { inputs: [d.integers(a, -99, 99), { ...divisor, data: divisor.data.map((x) => (x === 0 ? 3 : x)) }], fn };
  };
  return { kernels: [kernel], variant: 'int32', gradient: false, draw };
}

const comparison = (kernel: string, fn: Binary): LoweringCase => ({ ...whole(kernel, fn, [-2, 2]), variant: 'int32' });
const realComparison = (kernel: string, fn: Binary): LoweringCase => real(kernel, fn, [-2, 2], { gradient: false });

/** A comparison that has a gradient in tfjs: zeros. */
const zeroGradient = (kernel: string, fn: Binary): LoweringCase =>
  real(kernel, (a, b) => tf.mul(tf.cast(fn(a, b), 'float32'), tf.add(a, b)), [-2, 2]);

function logical(kernel: string, fn: Binary): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const [a, b] = broadcastShapes(d);
    return { inputs: [d.booleans(a), d.booleans(b)], fn };
  };
  return { kernels: [kernel], gradient: false, draw };
}

/** tfjs's cpu backend leaves 2 in a tensor of type bool. */
const counted: LoweringCase = {
  kernels: ['Add'],
  variant: 'bool',
  gradient: false,
  note: 'booleans add up to int32',
  draw: (d) => {
    const shape = d.anyShape();
    const count = (x: tf.Tensor | undefined) => tf.cast(x as tf.Tensor, 'int32');
    return {
      inputs: [d.booleans(shape), d.booleans(shape)],
      fn: (a, b) => tf.add(a as tf.Tensor, b as tf.Tensor),
      reference: (a, b) => tf.add(count(a), count(b)),
    };
  },
};

/** Compared with another way to the same result, whose gradient tfjs has right. */
function repaired(kernel: string, fn: Binary, reference: Binary): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const [a, b] = broadcastShapes(d);
    return { inputs: [d.floats(a), d.floats(b)], fn: fn as TestedFunction, reference: reference as TestedFunction };
  };
  return { kernels: [kernel], gradient: true, draw, note: REPAIRED };
}

const REPAIRED = 'the gradient is summed over broadcast axes, which tfjs leaves out';

export const BINARY_CASES: readonly LoweringCase[] = [
  real('Add', tf.add),
  whole('Add', tf.add),
  counted,
  {
    kernels: ['AddN'],
    gradient: true,
    draw: (d) => {
      const shape = d.anyShape();
      return { inputs: [d.floats(shape), d.floats(shape), d.floats(shape)], fn: (...x) => tf.addN(x) };
    },
  },
  real('Sub', tf.sub),
  whole('Sub', tf.sub),
  real('Multiply', tf.mul),
  whole('Multiply', tf.mul),
  real('RealDiv', tf.div, [0.4, 3]),
  real('FloorDiv', tf.floorDiv, [0.4, 9]),
  divided('FloorDiv', tf.floorDiv),
  real('Mod', tf.mod, [0.4, 9]),
  { ...real('Mod', tf.mod, [-9, -0.4]), variant: 'negative', gradient: false },
  {
    kernels: ['Mod'],
    variant: 'mixed signs',
    gradient: false,
    draw: (d) => {
      const shape = d.anyShape();
      const inputs = [d.floats(shape, -9, 9), d.floats(shape, 0.5, 4), d.floats(shape, -4, -0.5)];
      const fn = (...[a, p, n]: tf.Tensor[]) => [tf.mod(a as tf.Tensor, p as tf.Tensor), tf.mod(a as tf.Tensor, n as tf.Tensor)];
      return { inputs, fn };
    },
  },
  divided('Mod', tf.mod),
  real('Atan2', tf.atan2),
  {
    kernels: ['BitwiseAnd'],
    gradient: false,
    draw: (d) => {
      const shape = d.anyShape();
      const inputs = [d.integers(shape, -99, 99), d.integers(shape, -99, 99)];
      return { inputs, fn: (a, b) => tf.bitwiseAnd(a as tf.Tensor, b as tf.Tensor) };
    },
  },
  repaired('Maximum', tf.maximum, (a, b) => tf.add(b, tf.relu(tf.sub(a, b)))),
  whole('Maximum', tf.maximum),
  repaired('Minimum', tf.minimum, (a, b) => tf.sub(a, tf.relu(tf.sub(a, b)))),
  whole('Minimum', tf.minimum),
  real('Pow', tf.pow, [0.3, 3]),
  {
    kernels: ['Pow'],
    variant: 'negative base',
    gradient: true,
    draw: (d) => {
      const shape = d.anyShape();
      const exponent = d.pick([2, 3, -1, 4]);
      return { inputs: [d.floats(shape, -3, -0.5)], fn: (x) => tf.pow(x as tf.Tensor, exponent) };
    },
  },
  whole('Pow', tf.pow, [0, 4]),
  repaired('SquaredDifference', tf.squaredDifference, (a, b) => tf.square(tf.sub(a, b))),
  whole('SquaredDifference', tf.squaredDifference),
  realComparison('Equal', tf.equal),
  comparison('Equal', tf.equal),
  realComparison('NotEqual', tf.notEqual),
  comparison('NotEqual', tf.notEqual),
  realComparison('Greater', tf.greater),
  comparison('Greater', tf.greater),
  zeroGradient('GreaterEqual', tf.greaterEqual),
  comparison('GreaterEqual', tf.greaterEqual),
  realComparison('Less', tf.less),
  comparison('Less', tf.less),
  realComparison('LessEqual', tf.lessEqual),
  comparison('LessEqual', tf.lessEqual),
  logical('LogicalAnd', tf.logicalAnd),
  logical('LogicalOr', tf.logicalOr),
  {
    kernels: ['Prelu'],
    gradient: true,
    draw: (d) => {
      const x = d.shape(d.integer(1, 4));
      return {
        inputs: [d.floats(x), d.floats(x.slice(d.integer(0, x.length - 1)), 0.1, 0.5)],
        fn: (a, b) => tf.prelu(a as tf.Tensor, b as tf.Tensor),
      };
    },
  },
  {
    kernels: ['Select'],
    gradient: true,
    draw: (d) => {
      const shape = d.anyShape();
      const inputs = [d.booleans(shape), d.floats(shape), d.floats(shape)];
      return { inputs, fn: (c, a, b) => tf.where(c as tf.Tensor, a as tf.Tensor, b as tf.Tensor), variables: [1, 2] };
    },
  },
  {
    kernels: ['Select'],
    variant: 'int32 and bool',
    gradient: false,
    draw: (d) => {
      const shape = d.anyShape();
      const inputs = [d.booleans(shape), d.integers(shape), d.integers(shape), d.booleans(shape), d.booleans(shape)];
      const fn = (...[c, a, b, p, q]: tf.Tensor[]) => [
        tf.where(c as tf.Tensor, a as tf.Tensor, b as tf.Tensor),
        tf.where(c as tf.Tensor, p as tf.Tensor, q as tf.Tensor),
      ];
      return { inputs, fn };
    },
  },
];
