import type { Value } from '../graph/value.js';
import { broadcast } from './broadcast.js';
import { combine, operands } from './combine.js';
import type { KernelCall } from './lowering.js';

/**
 * The whole number below `a / b`, of type int32 as tfjs has it. Whole numbers are divided as such: float32 would round above 2^24.
 * A division of whole numbers by 0 gives 0, where the processor would stop the program.
 */
export function floorDivision(call: KernelCall): Value {
  const { graph } = call;
  const [a, b] = operands(call);
  if (a.dtype === 'float32' || b.dtype === 'float32') {
    const quotient = combine(call, 'Div', [graph.cast(a, 'float32'), graph.cast(b, 'float32')]);
    return graph.cast(graph.ordered('Floor', [quotient], quotient), 'int32');
  }
  const { isZero, divisor } = safeDivisor(call, b);
  const quotient = combine(call, 'Div', [a, divisor]);
  const rest = combine(call, 'Sub', [a, combine(call, 'Mul', [quotient, divisor])]);
  // ONNX rounds towards zero; a rest whose sign is not the divisor's means that the floor is one lower.
  const isAbove = combine(call, 'Less', [combine(call, 'Mul', [sign(call, rest), sign(call, divisor)]), int32(call, 0)], 'bool');
  const floor = combine(call, 'Sub', [quotient, graph.cast(isAbove, 'int32')]);
  return combine(call, 'Where', [isZero, int32(call, 0), floor], 'int32');
}

const int32 = (call: KernelCall, value: number) => call.graph.filled(value, [], 'int32');
const sign = (call: KernelCall, x: Value) => call.graph.ordered('Sign', [call.graph.stored(x)], x);

/** A whole-number divisor with 1 in place of 0, and where that is. */
function safeDivisor(call: KernelCall, b: Value): { isZero: Value; divisor: Value } {
  const isZero = combine(call, 'Equal', [b, int32(call, 0)], 'bool');
  return { isZero, divisor: combine(call, 'Where', [isZero, int32(call, 1), b], 'int32') };
}

/** The remainder with the divisor's sign, as tfjs defines it; of whole numbers by 0 it is 0. */
export function floorRemainder(call: KernelCall): Value {
  const { graph } = call;
  const [a, b] = operands(call);
  if (a.dtype === 'int32' && b.dtype === 'int32') {
    const { isZero, divisor } = safeDivisor(call, b);
    return combine(call, 'Where', [isZero, int32(call, 0), combine(call, 'Mod', [a, divisor])], 'int32');
  }
  const [x, y] = [graph.cast(a, 'float32'), graph.cast(b, 'float32')];
  // fmod: the rest has the sign of the dividend
  const aligned = broadcast(graph, [x, y]);
  const output = { shape: aligned.shape, dtype: 'float32' } as const;
  const rest = graph.ordered('Mod', aligned.operands, { ...output, order: aligned.order }, { attributes: { fmod: { int: 1 } } });
  const isOpposite = combine(
    call,
    'Less',
    [combine(call, 'Mul', [sign(call, rest), sign(call, y)]), graph.filled(0, [], 'float32')],
    'bool',
  );
  return combine(call, 'Where', [isOpposite, combine(call, 'Add', [rest, y]), rest], 'float32');
}
