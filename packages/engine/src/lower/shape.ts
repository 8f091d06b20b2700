import { slice_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { GraphBuilder } from '../graph/graph-builder.js';
import { plainOrder, type Value } from '../graph/value.js';
import type { Lowering, LoweringTable } from './lowering.js';

/** Per logical axis the first element, how many, and how far apart (1 where not given). */
export interface Window {
  readonly start: readonly number[];
  readonly size: readonly number[];
  readonly step?: readonly number[];
}

/** A window of x, with steps forwards, in x's own layout. */
export function sliceOf(graph: GraphBuilder, x: Value, window: Window): Value {
  const { start, size, step = start.map(() => 1) } = window;
  if (size.every((extent, axis) => extent === x.shape[axis])) return x;
  if (x.fill !== undefined) return graph.filled(x.fill, size, x.dtype);
  const moved = plainOrder(x.shape.length).filter((axis) => size[axis] !== x.shape[axis]);
  const of = (values: readonly number[]) => graph.integers(moved.map((axis) => values[axis] as number));
  const ends = start.map((first, axis) => first + ((size[axis] as number) - 1) * (step[axis] as number) + 1);
  const memoryAxes = graph.integers(moved.map((axis) => x.order.indexOf(axis)));
  return graph.ordered('Slice', [x, of(start), of(ends), memoryAxes, of(step)], { shape: size, dtype: x.dtype, order: x.order });
}

/** x with constant borders, `[before, after]` per logical axis, in x's own layout. */
export function padded(graph: GraphBuilder, x: Value, paddings: readonly (readonly number[])[], value = 0): Value {
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return x;
  const stored = graph.stored(x);
  const side = (i: number) => stored.order.map((axis) => paddings[axis]?.[i] as number);
  const shape = x.shape.map((size, axis) => size + (paddings[axis]?.[0] as number) + (paddings[axis]?.[1] as number));
  const inputs = [stored, graph.integers([...side(0), ...side(1)]), graph.scalar(value, x.dtype)];
  return graph.ordered('Pad', inputs, { shape, dtype: x.dtype, order: stored.order });
}

/** Joins values along a logical axis, in the layout of the first. */
export function concatenated(graph: GraphBuilder, values: readonly Value[], axis: number): Value {
  const parts = values.filter((value) => value.shape[axis] !== 0);
  if (parts.length === 1) return parts[0] as Value;
  const first = parts[0] as Value;
  const laidOut = parts.map((value) => graph.stored(graph.inOrder(value, first.order)));
  const shape = [...first.shape];
  shape[axis] = parts.reduce((sum, value) => sum + (value.shape[axis] as number), 0);
  const attributes = { axis: { int: first.order.indexOf(axis) } };
  return graph.ordered('Concat', laidOut, { shape, dtype: first.dtype, order: first.order }, { attributes });
}

/** Axis i of the result is axis `perm[i]` of x; memory stays where it is. */
export function transposed(x: Value, perm: readonly number[]): Value {
  return { ...x, shape: perm.map((axis) => x.shape[axis] as number), order: x.order.map((axis) => perm.indexOf(axis)) };
}

const normalized = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

const split: Lowering = (call) => {
  const { graph } = call;
  const x = graph.stored(call.input('x'));
  const axis = normalized(call.attribute('axis'), x.shape.length);
  const sizesOrCount = call.attribute<number | number[]>('numOrSizeSplits');
  const extent = x.shape[axis] as number;
  const sizes =
    typeof sizesOrCount === 'number'
      ? Array.from({ length: sizesOrCount }, () => extent / sizesOrCount)
      : sizesOrCount.map((size) => (size === -1 ? extent - sizesOrCount.reduce((sum, s) => sum + Math.max(s, 0), 0) : size));
  if (sizes.length === 1) return [x];
  const shapes = sizes.map((size) => x.shape.map((old, i) => (i === axis ? size : old)));
  const memory = shapes.map((shape) => ({ shape: x.order.map((a) => shape[a] as number), dtype: x.dtype }));
  const attributes = { axis: { int: x.order.indexOf(axis) } };
  const parts = graph.nodes('Split', [x, graph.integers(sizes)], memory, { attributes });
  return parts.map((part, i) => ({ ...part, shape: shapes[i] as number[], order: x.order }));
};

const stridedSlice: Lowering = (call) => {
  const { graph } = call;
  const x = call.input('x');
  const { finalShape, begin, end, strides } = stridedSliceInfo(call, x.shape);
  if (finalShape.some((size) => size === 0)) return graph.filled(0, finalShape, x.dtype);
  const size = slice_util.computeOutShape(begin, end, strides);
  return graph.reshape(sliceSteps(graph, x, { start: begin, size, step: strides }), finalShape);
};

/** A slice whose steps may be negative. */
export function sliceSteps(graph: GraphBuilder, x: Value, { start, size, step }: Required<Window>): Value {
  const stored = graph.stored(x);
  const last = start.map((first, axis) => first + ((size[axis] as number) - 1) * (step[axis] as number));
  // Going down to element 0 ends at -1, which ONNX reads as "one before the end"; a large negative number is what it means.
  const ends = last.map((element, axis) => ((step[axis] as number) > 0 ? element + 1 : element === 0 ? -(2 ** 31) : element - 1));
  const memoryAxes = graph.integers(start.map((_, axis) => stored.order.indexOf(axis)));
  const inputs = [stored, graph.integers(start), graph.integers(ends), memoryAxes, graph.integers(step)];
  return graph.ordered('Slice', inputs, { shape: size, dtype: x.dtype, order: stored.order });
}

function stridedSliceInfo(call: Parameters<Lowering>[0], shape: readonly number[]) {
  return slice_util.sliceInfo(
    [...shape],
    call.attribute('begin'),
    call.attribute('end'),
    call.attribute('strides'),
    call.attribute('beginMask'),
    call.attribute('endMask'),
    call.attribute('ellipsisMask'),
    call.attribute('newAxisMask'),
    call.attribute('shrinkAxisMask'),
  );
}

export const SHAPE: LoweringTable = {
  Cast: (call) => call.graph.cast(call.input('x'), call.attribute('dtype')),
  Concat: (call) => {
    const rank = (call.list[0] as Value).shape.length;
    return concatenated(call.graph, call.list, normalized(call.attribute('axis'), rank));
  },
  ExpandDims: (call) => {
    const x = call.input('input');
    const axis = normalized(call.attribute('dim'), x.shape.length + 1);
    return call.graph.reshape(x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)]);
  },
  Fill: (call) => call.graph.filled(call.attribute('value'), call.attribute('shape'), call.attribute('dtype') ?? 'float32'),
  Identity: (call) => call.input('x'),
  OnesLike: (call) => call.graph.filled(1, call.input('x').shape, call.input('x').dtype),
  Pack: (call) => {
    const first = call.list[0] as Value;
    const axis = normalized(call.attribute('axis'), first.shape.length + 1);
    const shape = [...first.shape.slice(0, axis), 1, ...first.shape.slice(axis)];
    return concatenated(
      call.graph,
      call.list.map((value) => call.graph.reshape(value, shape)),
      axis,
    );
  },
  PadV2: (call) => padded(call.graph, call.input('x'), call.attribute('paddings'), call.attribute('constantValue')),
  Reshape: (call) => {
    const x = call.input('x');
    const shape = call.attribute<number[]>('shape');
    const known = shape.reduce((product, size) => (size === -1 ? product : product * size), 1);
    const total = x.shape.reduce((product, size) => product * size, 1);
    return call.graph.reshape(
      x,
      shape.map((size) => (size === -1 ? total / known : size)),
    );
  },
  Slice: (call) => {
    const x = call.input('x');
    // tfjs fills in what begin and size leave out: axes after the given ones, and "the rest".
    const whole: TensorInfo = { dataId: {}, shape: [...x.shape], dtype: 'float32' };
    const [start, size] = slice_util.parseSliceParams(whole, call.attribute('begin'), call.attribute('size')) as [
      number[],
      number[],
    ];
    return sliceOf(call.graph, x, { start, size });
  },
  SplitV: split,
  StridedSlice: stridedSlice,
  Tile: (call) => {
    const x = call.input('x');
    const reps = call.attribute<number[]>('reps');
    const shape = x.shape.map((size, axis) => size * (reps[axis] as number));
    if (x.fill !== undefined) return call.graph.filled(x.fill, shape, x.dtype);
    const memoryReps = x.order.map((axis) => reps[axis] as number);
    return call.graph.ordered('Tile', [x, call.graph.integers(memoryReps)], { shape, dtype: x.dtype, order: x.order });
  },
  Transpose: (call) => transposed(call.input('x'), call.attribute('perm')),
  Unpack: (call) => {
    const x = call.input('value');
    const axis = normalized(call.attribute('axis'), x.shape.length);
    const size = x.shape.map((extent, i) => (i === axis ? 1 : extent));
    const row = x.shape.filter((_, i) => i !== axis);
    return Array.from({ length: x.shape[axis] as number }, (_, index) => {
      const start = x.shape.map((_extent, i) => (i === axis ? index : 0));
      return call.graph.reshape(sliceOf(call.graph, x, { start, size }), row);
    });
  },
  ZerosLike: (call) => call.graph.filled(0, call.input('x').shape, call.input('x').dtype),
};
