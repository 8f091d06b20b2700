import type { GraphBuilder } from '../graph/graph-builder.js';
import { type ElementType, plainOrder, type Value } from '../graph/value.js';
import type { KernelCall, Lowering, LoweringTable } from './lowering.js';

/** Axes as tfjs's attributes give them (one, several, negative, or all when absent), as sorted non-negative numbers. */
export function axesOf(axis: number | readonly number[] | undefined | null, rank: number): number[] {
  if (axis === undefined || axis === null) return plainOrder(rank);
  const axes = typeof axis === 'number' ? [axis] : [...axis];
  return axes.map((a) => (a < 0 ? a + rank : a)).sort((a, b) => a - b);
}

/** The axes to reduce, and whether they stay with size 1. */
export interface ReducedAxes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** A reduction node in whatever layout x has; memory moves only where the axes that stay would come out reordered. */
export function reduce(graph: GraphBuilder, op: string, input: Value, { axes, keepDims }: ReducedAxes): Value {
  if (axes.length === 0) return input;
  const kept = input.order.filter((axis) => !axes.includes(axis));
  const inSequence = kept.every((axis, i) => i === 0 || axis > (kept[i - 1] as number));
  const x = graph.stored(keepDims || inSequence ? input : graph.plain(input));
  const memoryAxes = axes.map((axis) => x.order.indexOf(axis)).sort((a, b) => a - b);
  const shape = x.shape
    .map((size, axis) => (axes.includes(axis) ? 1 : size))
    .filter((_, axis) => keepDims || !axes.includes(axis));
  const options = { attributes: { keepdims: { int: keepDims ? 1 : 0 } } };
  const order = keepDims ? x.order : plainOrder(shape.length);
  return graph.ordered(op, [x, graph.integers(memoryAxes)], { shape, dtype: x.dtype, order }, options);
}

function reduction(op: string, dtype?: ElementType, attribute = 'axis'): Lowering {
  return (call) => {
    const x = call.input('x');
    const number = x.dtype === 'bool' ? call.graph.cast(x, 'int32') : x;
    const input = dtype === undefined ? number : call.graph.cast(number, dtype);
    const axes = axesOf(call.attribute(attribute), x.shape.length);
    return reduce(call.graph, op, input, { axes, keepDims: call.attribute('keepDims') ?? false });
  };
}

/** `any` and `all` as the largest and smallest of 0 and 1. */
function logicalReduction(op: string): Lowering {
  return (call) => {
    const x = call.graph.cast(call.input('x'), 'int32');
    const axes = axesOf(call.attribute('axis'), x.shape.length);
    return call.graph.cast(reduce(call.graph, op, x, { axes, keepDims: call.attribute('keepDims') ?? false }), 'bool');
  };
}

function argument(op: string): Lowering {
  return (call: KernelCall) => {
    const x = call.graph.plain(call.input('x'));
    const axis = axesOf(call.attribute('axis'), x.shape.length)[0] as number;
    const shape = x.shape.filter((_, i) => i !== axis);
    const attributes = { axis: { int: axis }, keepdims: { int: 0 } };
    return call.graph.cast(call.graph.node(op, [x], { shape, dtype: 'int64' }, { attributes }), 'int32');
  };
}

export const REDUCE: LoweringTable = {
  All: logicalReduction('ReduceMin'),
  Any: logicalReduction('ReduceMax'),
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Max: reduction('ReduceMax', undefined, 'reductionIndices'),
  Mean: reduction('ReduceMean', 'float32'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  Softmax: (call) => {
    const x = call.graph.plain(call.input('logits'));
    return call.graph.node('Softmax', [x], x, { attributes: { axis: { int: -1 } } });
  },
  Sum: reduction('ReduceSum'),
};
