// One filter per input channel: tfjs keeps it as [H, W, C, M], output channel c M + m; ONNX as a grouped convolution, [C M, 1, H, W].
import type { GraphBuilder } from '../graph/graph-builder.js';
import { sizeOf, type Value } from '../graph/value.js';
import { convGeometry } from './conv-geometry.js';
import type { KernelCall, LoweringTable } from './lowering.js';
import { concatenated } from './shape.js';
import { channelsFirst, memoryAs, type Windows, windowAttributes, windowTaps } from './windows.js';

type Shape4 = [number, number, number, number];

const CHANNELS_FIRST = channelsFirst(4);

interface Depthwise {
  readonly windows: Windows;
  readonly outputShape: readonly number[];
  readonly channels: number;
  readonly multiplier: number;
}

function geometry(call: KernelCall, input: readonly number[], filter: readonly number[]): Depthwise {
  const { windows, outShape } = convGeometry(call, { input, filter, isDepthwise: true });
  const [, , channels, multiplier] = filter as Shape4;
  return { windows, outputShape: outShape, channels, multiplier };
}

/** HWCM as [C M, 1, H, W]. */
function groupedFilter(graph: GraphBuilder, filter: Value): Value {
  const [height, width, channels, multiplier] = filter.shape as Shape4;
  return memoryAs(graph, graph.stored(graph.inOrder(filter, [2, 3, 0, 1])), [channels * multiplier, 1, height, width]);
}

export function depthwiseConv2d(call: KernelCall): Value {
  const { graph } = call;
  const [x, filter] = [call.input('x'), call.input('filter')];
  const { windows, outputShape, channels } = geometry(call, x.shape, filter.shape);
  const inputs = [graph.stored(graph.inOrder(x, CHANNELS_FIRST)), groupedFilter(graph, filter)];
  const attributes = { ...windowAttributes(windows), group: { int: channels } };
  return graph.ordered('Conv', inputs, { shape: outputShape, dtype: 'float32', order: CHANNELS_FIRST }, { attributes });
}

function backpropInput(call: KernelCall): Value {
  const { graph } = call;
  const [dy, filter] = [call.input('dy'), call.input('filter')];
  const inputShape = call.attribute<number[]>('inputShape');
  const { windows, channels } = geometry(call, inputShape, filter.shape);
  const inputs = [graph.stored(graph.inOrder(dy, CHANNELS_FIRST)), groupedFilter(graph, filter)];
  const attributes = { ...windowAttributes(windows), group: { int: channels }, output_padding: { ints: windows.unseen } };
  return graph.ordered('ConvTranspose', inputs, { shape: inputShape, dtype: 'float32', order: CHANNELS_FIRST }, { attributes });
}

/** Per tap and channel a product `[M, K] x [K, 1]` of dy and the inputs that the tap met, with `K = Ho Wo B`. */
function backpropFilter(call: KernelCall): Value {
  const { graph } = call;
  const [x, dy] = [call.input('x'), call.input('dy')];
  const filterShape = call.attribute<number[]>('filterShape');
  const { windows, channels, multiplier } = geometry(call, x.shape, filterShape);
  const positions = sizeOf(dy.shape) / (channels * multiplier);
  // CHWB: each channel's positions lie together, and a tap's window is copied in runs of whole batches.
  const rowsOrder = [3, 1, 2, 0];
  const gradients = memoryAs(graph, graph.stored(graph.inOrder(dy, rowsOrder)), [channels, multiplier, positions]);
  const taps = windowTaps(graph, graph.inOrder(x, rowsOrder), windows).map((tap) => {
    const column = memoryAs(graph, tap, [channels, positions, 1]);
    return graph.node('MatMul', [gradients, column], { shape: [channels, multiplier, 1], dtype: 'float32' });
  });
  // [C, M, taps] -> [H, W, C, M]
  const [height, width] = filterShape as Shape4;
  const joined = graph.plain(graph.reshape(concatenated(graph, taps, 2), [channels, multiplier, height, width]));
  return { ...joined, shape: filterShape, order: [2, 3, 0, 1] };
}

export const DEPTHWISE: LoweringTable = {
  DepthwiseConv2dNative: depthwiseConv2d,
  DepthwiseConv2dNativeBackpropFilter: backpropFilter,
  DepthwiseConv2dNativeBackpropInput: backpropInput,
};
