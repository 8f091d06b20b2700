import * as tf from '@tensorflow/tfjs-core';
import type { LoweringCase } from '../lowering-case.js';

type Unary = (x: tf.Tensor) => tf.Tensor;

/** A function of real numbers, on values between `min` and `max`, where it is smooth. */
function real(kernel: string, fn: Unary, [min, max]: readonly [number, number], rest: Partial<LoweringCase> = {}): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => ({ inputs: [d.floats(d.anyShape(), min, max)], fn });
  return { kernels: [kernel], gradient: true, draw, ...rest };
}

/** The same on whole numbers, which tfjs keeps whole. */
function whole(kernel: string, fn: Unary): LoweringCase {
  return {
    kernels: [kernel],
    variant: 'int32',
    gradient: false,
    draw: (d) => ({ inputs: [d.integers(d.anyShape(), -9, 9)], fn }),
  };
}

function truth(kernel: string, fn: Unary): LoweringCase {
  return { kernels: [kernel], gradient: false, draw: (d) => ({ inputs: [d.booleans(d.anyShape())], fn }) };
}

/** NaN and the infinities among ordinary numbers. */
function special(kernel: string, fn: Unary): LoweringCase {
  return {
    kernels: [kernel],
    gradient: false,
    draw: (d) => {
      const x = d.floats([12]);
      x.data.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]);
      return { inputs: [x], fn };
    },
  };
}

const ERF: readonly [number, string] = [20, 'tfjs computes erf by a formula that is good to 1.5e-7 absolute only'];
const LOGISTIC: readonly [number, string] = [5, "ONNX Runtime's logistic function is good to some 1e-8 absolute"];
const STEEP: readonly [number, string] = [5, 'the derivative grows without bound towards the ends, and rounding errors with it'];

export const UNARY_CASES: readonly LoweringCase[] = [
  real('Abs', tf.abs, [-3, 3]),
  whole('Abs', tf.abs),
  real('Acos', tf.acos, [-0.9, 0.9]),
  real('Acosh', tf.acosh, [1.2, 9], { loosened: STEEP }),
  real('Asin', tf.asin, [-0.9, 0.9]),
  real('Asinh', tf.asinh, [-4, 4]),
  real('Atan', tf.atan, [-4, 4]),
  real('Atanh', tf.atanh, [-0.9, 0.9], { loosened: STEEP }),
  real('Ceil', tf.ceil, [-4, 4]),
  real('ClipByValue', (x) => tf.clipByValue(x, -0.5, 1.25), [-3, 3]),
  real('Cos', tf.cos, [-6, 6]),
  real('Cosh', tf.cosh, [-4, 4]),
  real('Elu', tf.elu, [-4, 4], { kernels: ['Elu', 'EluGrad'] }),
  real('Erf', tf.erf, [-3, 3], { loosened: ERF }),
  real('Exp', tf.exp, [-6, 6]),
  real('Expm1', tf.expm1, [-6, 6]),
  real('Expm1', tf.expm1, [-1e-4, 1e-4], { variant: 'near 0' }),
  real('Floor', tf.floor, [-4, 4]),
  real('Identity', (x) => tf.clone(tf.mul(x, 2)), [-4, 4]),
  special('IsFinite', tf.isFinite),
  special('IsInf', tf.isInf),
  special('IsNan', tf.isNaN),
  real('LeakyRelu', (x) => tf.leakyRelu(x, 0.3), [-4, 4]),
  real('Log', tf.log, [0.1, 9]),
  real('Log1p', tf.log1p, [-0.8, 9]),
  real('Log1p', tf.log1p, [-1e-4, 1e-4], { variant: 'near 0' }),
  truth('LogicalNot', tf.logicalNot),
  real('Neg', tf.neg, [-4, 4]),
  whole('Neg', tf.neg),
  real('OnesLike', (x) => tf.add(tf.onesLike(x), x), [-4, 4]),
  real('Reciprocal', tf.reciprocal, [0.3, 4]),
  real('Relu', tf.relu, [-4, 4]),
  whole('Relu', tf.relu),
  real('Relu6', tf.relu6, [-3, 9]),
  whole('Relu6', tf.relu6),
  real('Round', tf.round, [-4, 4]),
  real('Rsqrt', tf.rsqrt, [0.3, 9]),
  real('Selu', tf.selu, [-4, 4]),
  real('Sigmoid', tf.sigmoid, [-4, 4], { loosened: LOGISTIC }),
  real('Sign', tf.sign, [-4, 4]),
  whole('Sign', tf.sign),
  real('Sin', tf.sin, [-6, 6]),
  real('Sinh', tf.sinh, [-4, 4]),
  real('Softplus', tf.softplus, [-4, 4], { loosened: LOGISTIC }),
  real('Sqrt', tf.sqrt, [0.1, 9]),
  real('Square', tf.square, [-4, 4]),
  whole('Square', tf.square),
  real('Step', (x) => tf.step(x, -1), [-4, 4]),
  real('Tan', tf.tan, [-1.2, 1.2], { loosened: STEEP }),
  real('Tanh', tf.tanh, [-3, 3], { loosened: [10, 'the derivative 1 - y² cancels where y is near 1'] }),
  real('ZerosLike', (x) => tf.add(tf.zerosLike(x), x), [-4, 4]),
];
