import type { Attribute } from '../graph/onnx-graph.js';
import type { ElementType, Value } from '../graph/value.js';
import type { KernelCall, Lowering, LoweringTable } from './lowering.js';

const MAX_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

/** An element-wise node that keeps the input's layout. */
export function mapElements(
  call: KernelCall,
  op: string,
  x: Value,
  options: { attributes?: { [name: string]: Attribute }; dtype?: ElementType } = {},
): Value {
  const stored = call.graph.stored(x);
  const dtype = options.dtype ?? stored.dtype;
  const { attributes = {} } = options;
  return call.graph.ordered(op, [stored], { shape: stored.shape, dtype, order: stored.order }, { attributes });
}

/** Functions of real numbers: whole numbers are made float32 first, as tfjs's kernels return them. */
function real(op: string, attributes: { [name: string]: Attribute } = {}): Lowering {
  return (call) => mapElements(call, op, call.graph.cast(call.input('x'), 'float32'), { attributes });
}

/** Functions that keep the type they are given. */
function sameType(op: string): Lowering {
  return (call) => mapElements(call, op, call.input('x'));
}

const COMPARISONS = ['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'];

/** Element-wise `op(x, constant)` in x's layout. */
export function withScalar(call: KernelCall, op: string, x: Value, constant: number): Value {
  const stored = call.graph.stored(x);
  const dtype = COMPARISONS.includes(op) ? 'bool' : x.dtype;
  const scalar = call.graph.scalar(constant, x.dtype);
  return call.graph.ordered(op, [stored, scalar], { shape: x.shape, dtype, order: stored.order });
}

/** `condition ? a : b` on scalars of x's type, in the condition's layout. */
export function chooseScalar(call: KernelCall, condition: Value, a: number, b: number): Value {
  const branches = [call.graph.scalar(a), call.graph.scalar(b)];
  return call.graph.ordered('Where', [condition, ...branches], {
    shape: condition.shape,
    dtype: 'float32',
    order: condition.order,
  });
}

/** A node over float32 values that lie in memory alike. */
function alike(call: KernelCall, op: string, values: readonly [Value, ...Value[]]): Value {
  const { shape, order } = values[0];
  return call.graph.ordered(op, values, { shape, dtype: 'float32', order });
}

function clip(call: KernelCall, x: Value, min: number, max: number): Value {
  const stored = call.graph.stored(x);
  const bounds = [call.graph.scalar(min, x.dtype), call.graph.scalar(max, x.dtype)];
  return call.graph.ordered('Clip', [stored, ...bounds], { shape: x.shape, dtype: x.dtype, order: stored.order });
}

const floatInput = (call: KernelCall) => call.graph.cast(call.input('x'), 'float32');

/** `exp(x) - 1 = tanh(x / 2) (exp(x) + 1)`: nothing cancels near 0. */
function expm1(call: KernelCall): Value {
  const x = floatInput(call);
  const half = mapElements(call, 'Tanh', withScalar(call, 'Mul', x, 0.5));
  return alike(call, 'Mul', [half, withScalar(call, 'Add', mapElements(call, 'Exp', x), 1)]);
}

/**
 * `log(1 + x)` without the loss of x's digits in `1 + x`: with `u = 1 + x` as rounded, `log(u) x / (u - 1)`, and x where u is 1.
 *
 * The bound on `u - 1` keeps infinity / infinity from being NaN.
 * @see Goldberg 1991, theorem 4
 */
function log1p(call: KernelCall): Value {
  const x = call.graph.stored(floatInput(call));
  const u = withScalar(call, 'Add', x, 1);
  const difference = withScalar(call, 'Min', withScalar(call, 'Sub', u, 1), MAX_FLOAT32);
  const logarithm = alike(call, 'Mul', [mapElements(call, 'Log', u), alike(call, 'Div', [x, difference])]);
  return alike(call, 'Where', [withScalar(call, 'Equal', u, 1), x, logarithm]);
}

export const UNARY: LoweringTable = {
  Abs: sameType('Abs'),
  Acos: real('Acos'),
  Acosh: real('Acosh'),
  Asin: real('Asin'),
  Asinh: real('Asinh'),
  Atan: real('Atan'),
  Atanh: real('Atanh'),
  Ceil: real('Ceil'),
  Cos: real('Cos'),
  Cosh: real('Cosh'),
  Elu: real('Elu'),
  Erf: real('Erf'),
  Exp: real('Exp'),
  Floor: real('Floor'),
  Log: real('Log'),
  LogicalNot: (call) => mapElements(call, 'Not', call.graph.cast(call.input('x'), 'bool'), { dtype: 'bool' }),
  Neg: sameType('Neg'),
  Reciprocal: real('Reciprocal'),
  Relu: sameType('Relu'),
  Relu6: (call) => clip(call, call.input('x'), 0, 6),
  Round: real('Round'),
  Selu: real('Selu'),
  Sigmoid: real('Sigmoid'),
  Sign: sameType('Sign'),
  Sin: real('Sin'),
  Sinh: real('Sinh'),
  Softplus: real('Softplus'),
  Sqrt: real('Sqrt'),
  Tan: real('Tan'),
  Tanh: real('Tanh'),

  ClipByValue: (call) => clip(call, call.input('x'), call.attribute('clipValueMin'), call.attribute('clipValueMax')),
  EluGrad: (call) => {
    // dy * (y >= 0 ? 1 : y + 1)
    const { graph } = call;
    const [dy, y] = [call.input('dy'), graph.stored(call.input('y'))];
    const positive = withScalar(call, 'GreaterOrEqual', y, 0);
    const slope = graph.ordered('Where', [positive, graph.scalar(1), withScalar(call, 'Add', y, 1)], {
      shape: y.shape,
      dtype: 'float32',
      order: y.order,
    });
    const aligned = graph.stored(graph.inOrder(dy, y.order));
    return graph.ordered('Mul', [aligned, slope], { shape: y.shape, dtype: 'float32', order: y.order });
  },
  Expm1: expm1,
  IsFinite: (call) => {
    // x - x is 0 for finite x and NaN for the others
    const x = call.graph.stored(floatInput(call));
    const difference = call.graph.ordered('Sub', [x, x], { shape: x.shape, dtype: 'float32', order: x.order });
    return withScalar(call, 'Equal', difference, 0);
  },
  IsInf: (call) => mapElements(call, 'IsInf', floatInput(call), { dtype: 'bool' }),
  IsNan: (call) => mapElements(call, 'IsNaN', floatInput(call), { dtype: 'bool' }),
  LeakyRelu: (call) =>
    mapElements(call, 'LeakyRelu', floatInput(call), { attributes: { alpha: { float: call.attribute('alpha') } } }),
  Log1p: log1p,
  Rsqrt: (call) => mapElements(call, 'Reciprocal', mapElements(call, 'Sqrt', floatInput(call))),
  Square: (call) => {
    const x = call.graph.stored(call.input('x'));
    return call.graph.ordered('Mul', [x, x], { shape: x.shape, dtype: x.dtype, order: x.order });
  },
  // 1 for x > 0, alpha for the others: the gradient of abs has alpha = -1.
  Step: (call) => chooseScalar(call, withScalar(call, 'Greater', call.input('x'), 0), 1, call.attribute('alpha')),
};
