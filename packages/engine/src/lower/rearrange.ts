// Kernels that only move elements: reversals, mirrored borders, space and batch or depth.
import { backend_util } from '@tensorflow/tfjs-core';
import { sizeOf, type Value } from '../graph/value.js';
import { type KernelCall, LoweringRefusal, type LoweringTable } from './lowering.js';
import { axesOf } from './reduce.js';
import { concatenated, padded, sliceOf, sliceSteps, transposed } from './shape.js';
import { channelsFirst } from './windows.js';

function reversed(call: KernelCall, x: Value, axes: readonly number[]): Value {
  if (axes.length === 0) return x;
  const backwards = (axis: number) => axes.includes(axis);
  const start = x.shape.map((size, axis) => (backwards(axis) ? size - 1 : 0));
  const step = x.shape.map((_, axis) => (backwards(axis) ? -1 : 1));
  return sliceSteps(call.graph, x, { start, size: x.shape, step });
}

/** Borders that mirror the inside: `reflect` leaves the outermost elements out, `symmetric` repeats them. */
function mirrorPad(call: KernelCall): Value {
  const { graph } = call;
  const paddings = call.attribute<number[][]>('paddings');
  const skipped = call.attribute<string>('mode') === 'reflect' ? 1 : 0;
  return paddings.reduce((x, [before, after], axis) => {
    const extent = x.shape[axis] as number;
    const mirrored = (first: number, size: number): Value => {
      const start = x.shape.map((_, i) => (i === axis ? first : 0));
      const window = { start, size: x.shape.map((whole, i) => (i === axis ? size : whole)) };
      return size === 0 ? graph.filled(0, window.size, x.dtype) : reversed(call, sliceOf(graph, x, window), [axis]);
    };
    const [head, tail] = [mirrored(skipped, before as number), mirrored(extent - skipped - (after as number), after as number)];
    return concatenated(graph, [head, x, tail], axis);
  }, call.input('x'));
}

function batchToSpace(call: KernelCall): Value {
  const { graph } = call;
  const x = call.input('x');
  const [block, crops] = [call.attribute<number[]>('blockShape'), call.attribute<number[][]>('crops')];
  const split = graph.reshape(x, backend_util.getReshaped([...x.shape], block, sizeOf(block)));
  const moved = transposed(split, backend_util.getPermuted(split.shape.length, block.length));
  const joined = graph.reshape(moved, backend_util.getReshapedPermuted([...x.shape], block, sizeOf(block)));
  const borders = [[0, 0], ...crops, ...joined.shape.slice(1 + block.length).map(() => [0, 0])];
  const start = borders.map(([before]) => before as number);
  const size = joined.shape.map((extent, axis) => extent - (borders[axis]?.[0] as number) - (borders[axis]?.[1] as number));
  return sliceOf(graph, joined, { start, size });
}

function spaceToBatch(call: KernelCall): Value {
  const { graph } = call;
  const block = call.attribute<number[]>('blockShape');
  const rest = call.input('x').shape.slice(1 + block.length);
  const paddings = [[0, 0], ...call.attribute<number[][]>('paddings'), ...rest.map(() => [0, 0])];
  const x = padded(graph, call.input('x'), paddings);
  const split = graph.reshape(x, backend_util.getReshaped([...x.shape], block, sizeOf(block), false));
  const moved = transposed(split, backend_util.getPermuted(split.shape.length, block.length, false));
  return graph.reshape(moved, backend_util.getReshapedPermuted([...x.shape], block, sizeOf(block), false));
}

function depthToSpace(call: KernelCall): Value {
  const { graph } = call;
  const format = call.attribute<string>('dataFormat');
  if (format !== 'NHWC') throw new LoweringRefusal(`dataFormat ${format}; use NHWC`);
  const x = call.input('x');
  const block = call.attribute<number>('blockSize');
  const [batch, height, width, depth] = x.shape as [number, number, number, number];
  const order = channelsFirst(4);
  const shape = [batch, height * block, width * block, depth / block ** 2];
  const input = graph.stored(graph.inOrder(graph.cast(x, 'float32'), order));
  const attributes = { blocksize: { int: block }, mode: { string: 'DCR' } };
  return graph.cast(graph.ordered('DepthToSpace', [input], { shape, dtype: 'float32', order }, { attributes }), x.dtype);
}

/** x along the diagonal of a square, zeros beside it; the axes of x come twice. */
function diag(call: KernelCall): Value {
  const { graph } = call;
  const x = call.input('x');
  const size = sizeOf(x.shape);
  const isDiagonal = Float32Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  const mask = graph.constant(isDiagonal, [size, size], 'bool');
  const row = graph.plain(graph.reshape(x, [size]));
  const stored = x.dtype === 'bool' ? graph.cast(row, 'int32') : row;
  const square = graph.node('Where', [mask, stored, graph.scalar(0, stored.dtype)], { shape: [size, size], dtype: stored.dtype });
  return graph.cast(graph.reshape(square, [...x.shape, ...x.shape]), x.dtype);
}

export const REARRANGE: LoweringTable = {
  BatchToSpaceND: batchToSpace,
  DepthToSpace: depthToSpace,
  Diag: diag,
  FlipLeftRight: (call) => reversed(call, call.input('image'), [2]),
  MirrorPad: mirrorPad,
  Reverse: (call) => reversed(call, call.input('x'), dimsOf(call)),
  SpaceToBatchND: spaceToBatch,
};

/** tfjs passes no axes for "all" as an empty list only where x is a scalar. */
function dimsOf(call: KernelCall): number[] {
  const rank = call.input('x').shape.length;
  return rank === 0 ? [] : axesOf(call.attribute('dims'), rank);
}
