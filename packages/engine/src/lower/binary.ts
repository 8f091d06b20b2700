import type { Value } from '../graph/value.js';
import { atan2 } from './atan2.js';
import { combine, operands } from './combine.js';
import { floorDivision, floorRemainder } from './floor-division.js';
import type { KernelCall, Lowering, LoweringTable } from './lowering.js';

const arithmetic =
  (op: string): Lowering =>
  (call) =>
    combine(call, op, operands(call));

const comparison =
  (op: string): Lowering =>
  (call) =>
    combine(call, op, operands(call), 'bool');

const logical =
  (op: string): Lowering =>
  (call) =>
    combine(call, op, [call.graph.cast(call.input('a'), 'bool'), call.graph.cast(call.input('b'), 'bool')]);

/** `x` itself where `fill` makes an operation do nothing and broadcasting would not change x's shape. */
function neutral(x: Value, other: Value, fill: number): boolean {
  const isNeutral = other.fill === fill && other.dtype === x.dtype && other.shape.length <= x.shape.length;
  return isNeutral && other.shape.every((size, i) => size === 1 || size === x.shape[i + x.shape.length - other.shape.length]);
}

/** Addition; a sum with zeros is left out. */
export function add(call: KernelCall, a: Value, b: Value): Value {
  if (neutral(a, b, 0)) return a;
  if (neutral(b, a, 0)) return b;
  return combine(call, 'Add', [a, b]);
}

/** Multiplication; a product with ones is left out (the gradient that backpropagation starts from is one). */
export function multiply(call: KernelCall, a: Value, b: Value): Value {
  if (neutral(a, b, 1)) return a;
  if (neutral(b, a, 1)) return b;
  return combine(call, 'Mul', [a, b]);
}

function select(call: KernelCall): Value {
  const [t, e] = [call.input('t'), call.input('e')];
  const condition = call.graph.cast(call.input('condition'), 'bool');
  // A condition of rank 1 chooses whole rows.
  const rows = condition.shape.length === 1 && t.shape.length > 1;
  const shaped = rows ? call.graph.reshape(condition, [...condition.shape, ...t.shape.slice(1).map(() => 1)]) : condition;
  // ONNX Runtime does not choose among booleans.
  const stored = t.dtype === 'bool' ? 'int32' : t.dtype;
  const [a, b] = [call.graph.cast(t, stored), call.graph.cast(e, stored)];
  return call.graph.cast(combine(call, 'Where', [shaped, a, b], stored), t.dtype);
}

export const BINARY: LoweringTable = {
  Add: (call) => add(call, ...operands(call)),
  AddN: (call) => call.list.reduce((sum, term) => add(call, sum, term)),
  Sub: arithmetic('Sub'),
  Multiply: (call) => multiply(call, ...operands(call)),
  RealDiv: (call) => {
    const [a, b] = operands(call);
    return neutral(a, b, 1) ? a : combine(call, 'Div', [a, b]);
  },
  FloorDiv: floorDivision,
  Maximum: arithmetic('Max'),
  Minimum: arithmetic('Min'),
  Atan2: atan2,
  BitwiseAnd: arithmetic('BitwiseAnd'),
  Mod: floorRemainder,
  Pow: arithmetic('Pow'),
  SquaredDifference: (call) => {
    const difference = combine(call, 'Sub', operands(call));
    return combine(call, 'Mul', [difference, difference]);
  },
  Equal: comparison('Equal'),
  NotEqual: (call) => {
    const equal = combine(call, 'Equal', operands(call), 'bool');
    return call.graph.ordered('Not', [equal], equal);
  },
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  LogicalAnd: logical('And'),
  LogicalOr: logical('Or'),
  Prelu: (call) => {
    const [x, alpha] = [call.input('x'), call.input('alpha')];
    const negative = combine(call, 'Less', [x, call.graph.filled(0, [], x.dtype)], 'bool');
    return combine(call, 'Where', [negative, combine(call, 'Mul', [x, alpha]), x], x.dtype);
  },
  Select: select,
};
