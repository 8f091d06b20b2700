import type { Value } from '../graph/value.js';
import { combine, operands } from './combine.js';
import type { KernelCall } from './lowering.js';

/**
 * The angle of the point (x, y): `atan(y / x)`, turned by half a circle where x is negative.
 *
 * `atan2(±infinity, ±infinity)` is NaN, and the sign of a zero y is not looked at.
 */
export function atan2(call: KernelCall): Value {
  const { graph } = call;
  const [y, x] = operands(call).map((value) => graph.cast(value, 'float32')) as [Value, Value];
  const number = (value: number) => graph.filled(value, [], 'float32');
  const quotient = combine(call, 'Div', [y, x]);
  const angle = graph.ordered('Atan', [quotient], quotient);
  const isBelow = combine(call, 'Less', [y, number(0)], 'bool');
  const half = combine(call, 'Where', [isBelow, number(-Math.PI), number(Math.PI)], 'float32');
  const isLeft = combine(call, 'Less', [x, number(0)], 'bool');
  const turned = combine(call, 'Where', [isLeft, combine(call, 'Add', [angle, half]), angle], 'float32');
  // 0 / 0 is NaN; the angle of the origin is 0.
  const isOrigin = combine(call, 'And', [isZeroOf(call, x), isZeroOf(call, y)], 'bool');
  return combine(call, 'Where', [isOrigin, number(0), turned], 'float32');
}

const isZeroOf = (call: KernelCall, value: Value) =>
  combine(call, 'Equal', [value, call.graph.filled(0, [], value.dtype)], 'bool');
