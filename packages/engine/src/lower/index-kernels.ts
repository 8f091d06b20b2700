import type { GraphBuilder } from '../graph/graph-builder.js';
import { plainOrder, sizeOf, type Value } from '../graph/value.js';
import type { KernelCall, Lowering, LoweringTable } from './lowering.js';

/** Row-major int64 indices in the given shape. */
function indicesOf(graph: GraphBuilder, value: Value, shape: readonly number[] = value.shape): Value {
  return graph.plain(graph.reshape(graph.cast(value, 'int64'), shape));
}

const gather: Lowering = (call) => {
  const batchDims = call.attribute<number>('batchDims') ?? 0;
  if (batchDims > 0) return batchGather(call, batchDims);
  const { graph } = call;
  const [x, indices] = [graph.plain(call.input('x')), graph.plain(call.input('indices'))];
  const axis = call.attribute<number>('axis');
  const at = axis < 0 ? axis + x.shape.length : axis;
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
  return graph.node('Gather', [x, indices], { shape, dtype: x.dtype }, { attributes: { axis: { int: at } } });
};

/** Each batch element has indices of its own: rows of all elements are gathered from one list of `B N` rows. */
function batchGather(call: KernelCall, batchDims: number): Value {
  const { graph } = call;
  const [x, indices] = [call.input('x'), call.input('indices')];
  const axis = call.attribute<number>('axis');
  const at = axis < 0 ? axis + x.shape.length : axis;
  const batch = x.shape.slice(0, batchDims);
  const outer = x.shape.slice(batchDims, at);
  const inner = x.shape.slice(at + 1);
  const extent = x.shape[at] as number;
  const elements = sizeOf(batch);
  const picked = sizeOf(indices.shape) / elements;
  // [batch, outer, N, inner] -> [batch N, outer inner]
  const axes = plainOrder(x.shape.length);
  const rowsOrder = [...axes.slice(0, batchDims), at, ...axes.slice(batchDims, at), ...axes.slice(at + 1)];
  const moved = graph.stored(graph.inOrder(x, rowsOrder));
  const asMemory: Value = { ...moved, shape: rowsOrder.map((a) => x.shape[a] as number), order: axes };
  const rows = graph.plain(graph.reshape(asMemory, [elements * extent, sizeOf(outer) * sizeOf(inner)]));
  const offsets = graph.constant(
    Array.from({ length: elements }, (_, i) => i * extent),
    [elements, 1],
    'int64',
  );
  const shifted = graph.node('Add', [indicesOf(graph, indices, [elements, picked]), offsets], {
    shape: [elements, picked],
    dtype: 'int64',
  });
  const gathered = graph.node('Gather', [rows, shifted], { shape: [elements, picked, rows.shape[1] as number], dtype: x.dtype });
  const chosen = indices.shape.slice(batchDims);
  const result = graph.plain(graph.reshape(gathered, [...batch, ...chosen, ...outer, ...inner]));
  // Memory is [batch, chosen, outer, inner]; the result is [batch, outer, chosen, inner].
  const sizes = [batch.length, chosen.length, outer.length] as const;
  const last = sizes[0] + sizes[1] + sizes[2];
  const order = result.shape.map((_, i) => {
    if (i < sizes[0] || i >= last) return i;
    return i < sizes[0] + sizes[1] ? i + sizes[2] : i - sizes[1];
  });
  return { ...result, shape: [...batch, ...outer, ...chosen, ...inner], order };
}

const gatherNd: Lowering = (call) => {
  const { graph } = call;
  const [x, indices] = [graph.plain(call.input('params')), indicesOf(graph, call.input('indices'))];
  const shape = [...indices.shape.slice(0, -1), ...x.shape.slice(indices.shape.at(-1) as number)];
  return graph.node('GatherND', [x, indices], { shape, dtype: x.dtype });
};

const oneHot: Lowering = (call) => {
  const { graph } = call;
  const given = indicesOf(graph, call.input('indices'));
  const depth = call.attribute<number>('depth');
  const dtype = call.attribute<'float32'>('dtype') ?? 'float32';
  // ONNX counts negative indices from the end; in tfjs they are out of range, as `depth` is in both.
  const isNegative = graph.node('Less', [given, graph.scalar(0, 'int64')], { shape: given.shape, dtype: 'bool' });
  const indices = graph.node('Where', [isNegative, graph.scalar(depth, 'int64'), given], given);
  // ONNX Runtime fills float32 and int64 only.
  const stored = dtype === 'float32' ? 'float32' : 'int64';
  const values = graph.constant([call.attribute('offValue'), call.attribute('onValue')], [2], stored);
  return graph.cast(
    graph.node('OneHot', [indices, graph.integers([depth]), values], { shape: [...given.shape, depth], dtype: stored }),
    dtype,
  );
};

/** `updates` added to, or put over, the rows of `target` that `indices` name. */
export function scatter(
  graph: GraphBuilder,
  target: Value,
  [indices, updates]: readonly [Value, Value],
  reduction: 'add' | 'none',
): Value {
  const attributes = { reduction: { string: reduction } };
  return graph.node('ScatterND', [graph.plain(target), graph.plain(indices), graph.plain(updates)], target, { attributes });
}

const unsortedSegmentSum: Lowering = (call) => {
  // Rows of x are added to the row of a zero tensor that their segment id names.
  const { graph } = call;
  const [x, ids] = [call.input('x'), call.input('segmentIds')];
  const shape = [call.attribute<number>('numSegments'), ...x.shape.slice(ids.shape.length)];
  return scatter(graph, graph.filled(0, shape, x.dtype), [indicesOf(graph, ids, [...ids.shape, 1]), x], 'add');
};

const scatterNd: Lowering = (call) => {
  const { graph } = call;
  const updates = call.input('updates');
  const zeros = graph.filled(0, call.attribute<number[]>('shape'), updates.dtype);
  return scatter(graph, zeros, [indicesOf(graph, call.input('indices')), updates], 'add');
};

const tensorScatterUpdate: Lowering = (call) =>
  scatter(call.graph, call.input('tensor'), [indicesOf(call.graph, call.input('indices')), call.input('updates')], 'none');

const sparseToDense: Lowering = (call) => {
  const { graph } = call;
  const [given, values, fallback] = [call.input('sparseIndices'), call.input('sparseValues'), call.input('defaultValue')];
  const shape = call.attribute<number[]>('outputShape');
  const count = given.shape.length === 0 ? 1 : (given.shape[0] as number);
  const indices = indicesOf(graph, given, [count, given.shape.length < 2 ? 1 : (given.shape[1] as number)]);
  const spread = (value: Value, target: readonly number[]) =>
    graph.node('Expand', [graph.plain(value), graph.integers(target)], { shape: target, dtype: value.dtype });
  const updates = values.shape.length === 0 ? spread(values, [count]) : values;
  return scatter(graph, spread(fallback, shape), [indices, updates], 'none');
};

export const INDEX_KERNELS: LoweringTable = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  SparseToDense: sparseToDense,
  TensorScatterUpdate: tensorScatterUpdate,
  UnsortedSegmentSum: unsortedSegmentSum,
};
