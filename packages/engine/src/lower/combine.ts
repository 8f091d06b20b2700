import type { ElementType, Value } from '../graph/value.js';
import { broadcast } from './broadcast.js';
import type { KernelCall } from './lowering.js';

/** A broadcasting node over values of one type. */
export function combine(call: KernelCall, op: string, values: readonly Value[], dtype?: ElementType): Value {
  const { operands, shape, order } = broadcast(call.graph, values);
  return call.graph.ordered(op, operands, { shape, dtype: dtype ?? (values[0] as Value).dtype, order });
}

/** Both inputs; ONNX has no arithmetic on booleans, so they are counted as whole numbers. */
export function operands(call: KernelCall): [Value, Value] {
  const number = (value: Value) => (value.dtype === 'bool' ? call.graph.cast(value, 'int32') : value);
  return [number(call.input('a')), number(call.input('b'))];
}
