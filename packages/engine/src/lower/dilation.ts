// Grey-scale dilation: the largest sum of a window's elements and a filter's (tfjs's Dilation2D).
import { backend_util } from '@tensorflow/tfjs-core';
import type { GraphBuilder } from '../graph/graph-builder.js';
import type { Value } from '../graph/value.js';
import { combine } from './combine.js';
import type { KernelCall, LoweringTable } from './lowering.js';
import { reduce } from './reduce.js';
import { sliceOf } from './shape.js';
import { atLargestTap, fromPlanes, scatterTaps, tapStack, toPlanes, type Windows, windows2d, windowTaps } from './windows.js';

/** A border that no sum with a filter's element makes the largest. */
const LOWEST = -1e38;

function windowsOf(call: KernelCall): Windows {
  const [x, filter] = [call.input('x').shape, call.input('filter').shape];
  const [strides, pad, dilations] = [
    call.attribute<number>('strides'),
    call.attribute<'same'>('pad'),
    call.attribute<number>('dilations'),
  ];
  const shape = x as [number, number, number, number];
  return windows2d(
    backend_util.computeDilation2DInfo(shape, filter as [number, number, number], strides, pad, 'NHWC', dilations),
  );
}

/** For each tap, the input plus the filter's number there, `[B C, taps, Ho, Wo]`. */
function sums(call: KernelCall, windows: Windows): Value {
  const { graph } = call;
  const [x, filter] = [call.input('x'), call.input('filter')];
  const channels = filter.shape[2] as number;
  const width = windows.kernel[1] as number;
  const taps = windowTaps(graph, x, windows, LOWEST).map((tap, index) => {
    const start = [Math.floor(index / width), index % width, 0];
    const weight = graph.reshape(sliceOf(graph, graph.stored(filter), { start, size: [1, 1, channels] }), [1, 1, 1, channels]);
    return combine(call, 'Add', [tap, weight]);
  });
  return tapStack(graph, taps, windows);
}

function dilation2d(call: KernelCall): Value {
  const windows = windowsOf(call);
  const largest = reduce(call.graph, 'ReduceMax', sums(call, windows), { axes: [1], keepDims: true });
  return fromPlanes(call.graph, largest, call.input('filter').shape[2] as number, windows.output);
}

/** dy where the sum was the largest, `[B C, taps, Ho, Wo]`. */
function chosen(call: KernelCall, windows: Windows): Value {
  return atLargestTap(call.graph, sums(call, windows), toPlanes(call.graph, call.input('dy')));
}

function dilation2dBackpropInput(call: KernelCall): Value {
  const windows = windowsOf(call);
  return scatterTaps(call.graph, chosen(call, windows), windows, call.input('filter').shape[2] as number);
}

function dilation2dBackpropFilter(call: KernelCall): Value {
  const { graph } = call;
  const windows = windowsOf(call);
  const [height, width, channels] = call.input('filter').shape as [number, number, number];
  const perPlane = reduce(graph, 'ReduceSum', chosen(call, windows), { axes: [2, 3], keepDims: false });
  const perChannel = sumOverBatch(graph, perPlane, channels);
  // [C, taps] -> [H, W, C]
  const taps = graph.plain(graph.reshape(perChannel, [channels, height, width]));
  return { ...taps, shape: [height, width, channels], order: [2, 0, 1] };
}

/** `[B C, n] -> [C, n]` */
function sumOverBatch(graph: GraphBuilder, planes: Value, channels: number): Value {
  const [rows, n] = planes.shape as [number, number];
  return reduce(graph, 'ReduceSum', graph.plain(graph.reshape(planes, [rows / channels, channels, n])), {
    axes: [0],
    keepDims: false,
  });
}

export const DILATION: LoweringTable = {
  Dilation2D: dilation2d,
  Dilation2DBackpropFilter: dilation2dBackpropFilter,
  Dilation2DBackpropInput: dilation2dBackpropInput,
};
