// Kernels about the order and the number of values: the largest k, the place in a sorted list, how often each number occurs.
import type { GraphBuilder } from '../graph/graph-builder.js';
import { sizeOf, type Value } from '../graph/value.js';
import { combine } from './combine.js';
import type { Lowering, LoweringTable } from './lowering.js';
import { reduce } from './reduce.js';

const topK: Lowering = (call) => {
  const { graph } = call;
  const x = graph.plain(call.input('x'));
  const k = call.attribute<number>('k');
  const shape = [...x.shape.slice(0, -1), k];
  const attributes = { axis: { int: -1 }, largest: { int: 1 }, sorted: { int: call.attribute('sorted') ? 1 : 0 } };
  const outputs = [
    { shape, dtype: x.dtype },
    { shape, dtype: 'int64' },
  ] as const;
  const [values, indices] = graph.nodes('TopK', [x, graph.integers([k])], outputs, { attributes }) as [Value, Value];
  return [values, graph.cast(indices, 'int32')];
};

/** The place of a value in a sorted row: how many of the row's numbers lie below it (left), or not above it (right). */
const searchSorted: Lowering = (call) => {
  const { graph } = call;
  const [sorted, values] = [call.input('sortedSequence'), call.input('values')];
  const [rows, count] = values.shape as [number, number];
  const row = graph.reshape(sorted, [rows, 1, sorted.shape[1] as number]);
  const column = graph.reshape(values, [rows, count, 1]);
  const isBefore = combine(call, call.attribute('side') === 'left' ? 'Less' : 'LessOrEqual', [row, column], 'bool');
  return reduce(graph, 'ReduceSum', graph.cast(isBefore, 'int32'), { axes: [2], keepDims: false });
};

/** Weights, or ones, added to the bin that each number names; numbers above the last bin fall into one that is cut off. */
function counted(graph: GraphBuilder, numbers: Value, weights: Value, { rows, size }: { rows: number; size: number }): Value {
  const total = sizeOf(numbers.shape);
  const bins = size + 1;
  const flat = graph.plain(graph.reshape(graph.cast(numbers, 'int64'), [total]));
  const bounded = graph.node('Min', [flat, graph.scalar(size, 'int64')], flat);
  const offsets = graph.constant(
    Array.from({ length: total }, (_, i) => Math.floor(i / (total / rows)) * bins),
    [total],
    'int64',
  );
  const places = graph.node('Add', [bounded, offsets], flat);
  const given = sizeOf(weights.shape) > 0;
  const updates = given ? graph.plain(graph.reshape(weights, [total])) : graph.stored(graph.filled(1, [total], weights.dtype));
  const zeros = graph.stored(graph.filled(0, [rows * bins], weights.dtype));
  const attributes = { axis: { int: 0 }, reduction: { string: 'add' } };
  const sums = graph.node('ScatterElements', [zeros, places, updates], zeros, { attributes });
  const table = graph.plain(graph.reshape(sums, [rows, bins]));
  const inputs = [table, graph.integers([0]), graph.integers([size]), graph.integers([1])];
  return graph.node('Slice', inputs, { shape: [rows, size], dtype: weights.dtype });
}

const bincount: Lowering = (call) => {
  const size = call.attribute<number>('size');
  return call.graph.reshape(counted(call.graph, call.input('x'), call.input('weights'), { rows: 1, size }), [size]);
};

const denseBincount: Lowering = (call) => {
  const { graph } = call;
  const [x, weights] = [call.input('x'), call.input('weights')];
  const size = call.attribute<number>('size');
  if (x.shape.length < 2) return bincount(call);
  const rows = x.shape[0] as number;
  if (!call.attribute<boolean>('binaryOutput')) return counted(graph, x, weights, { rows, size });
  const occurrences = counted(graph, x, graph.filled(0, [0], 'int32'), { rows, size });
  return graph.cast(graph.cast(occurrences, 'bool'), weights.dtype);
};

export const ORDERING: LoweringTable = {
  Bincount: bincount,
  DenseBincount: denseBincount,
  SearchSorted: searchSorted,
  TopK: topK,
};
