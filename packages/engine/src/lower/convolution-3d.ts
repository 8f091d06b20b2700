// tfjs convolves NDHWC with DHWIO filters, ONNX NCDHW with OIDHW; layouts are orders of memory, as in two dimensions.
import { backend_util } from '@tensorflow/tfjs-core';
import { sizeOf, type Value } from '../graph/value.js';
import { type KernelCall, LoweringRefusal, type LoweringTable } from './lowering.js';
import { matrixProduct, swapLast } from './matmul.js';
import { concatenated } from './shape.js';
import { channelsFirst, memoryAs, type Windows, windowAttributes, windows3d, windowTaps } from './windows.js';

type Shape5 = [number, number, number, number, number];

const CHANNELS_FIRST = channelsFirst(5);
const OIDHW = [4, 3, 0, 1, 2];
/** DHWBC: positions outside, so that the window of a tap is copied in runs of whole batches. */
const POSITIONS_OUTSIDE = [1, 2, 3, 0, 4];

function geometry(call: KernelCall, inputShape: readonly number[], filterShape: readonly number[]): Windows {
  const format = call.attribute<string>('dataFormat') ?? 'NDHWC';
  if (format !== 'NDHWC') throw new LoweringRefusal(`dataFormat ${format}; use NDHWC`);
  const [strides, dilations] = [call.attribute<number>('strides'), call.attribute<number | undefined>('dilations') ?? 1];
  return windows3d(
    backend_util.computeConv3DInfo(inputShape as Shape5, filterShape as Shape5, strides, dilations, call.attribute('pad')),
  );
}

function conv3d(call: KernelCall): Value {
  const { graph } = call;
  const [x, filter] = [call.input('x'), call.input('filter')];
  const windows = geometry(call, x.shape, filter.shape);
  const shape = [x.shape[0] as number, ...windows.output, filter.shape[4] as number];
  const inputs = [graph.stored(graph.inOrder(x, CHANNELS_FIRST)), graph.stored(graph.inOrder(filter, OIDHW))];
  return graph.ordered(
    'Conv',
    inputs,
    { shape, dtype: 'float32', order: CHANNELS_FIRST },
    { attributes: windowAttributes(windows) },
  );
}

function backpropInput(call: KernelCall): Value {
  const { graph } = call;
  const [dy, filter] = [call.input('dy'), call.input('filter')];
  const inputShape = call.attribute<number[]>('inputShape');
  const windows = geometry(call, inputShape, filter.shape);
  const inputs = [graph.stored(graph.inOrder(dy, CHANNELS_FIRST)), graph.stored(graph.inOrder(filter, OIDHW))];
  const attributes = { ...windowAttributes(windows), output_padding: { ints: windows.unseen } };
  return graph.ordered('ConvTranspose', inputs, { shape: inputShape, dtype: 'float32', order: CHANNELS_FIRST }, { attributes });
}

/** One matrix product a tap, `[Ci, K] x [K, Co]` with `K = Do Ho Wo B`. */
function backpropFilter(call: KernelCall): Value {
  const { graph } = call;
  const [x, dy] = [call.input('x'), call.input('dy')];
  const filterShape = call.attribute<number[]>('filterShape');
  const windows = geometry(call, x.shape, filterShape);
  const [inChannels, outChannels] = filterShape.slice(3) as [number, number];
  const positions = sizeOf(dy.shape) / outChannels;
  const gradients = memoryAs(graph, graph.stored(graph.inOrder(dy, POSITIONS_OUTSIDE)), [positions, outChannels]);
  const products = windowTaps(graph, graph.inOrder(x, POSITIONS_OUTSIDE), windows).map((tap) =>
    matrixProduct(graph, swapLast(memoryAs(graph, tap, [positions, inChannels])), gradients),
  );
  return graph.reshape(concatenated(graph, products, 0), filterShape);
}

export const CONVOLUTION_3D: LoweringTable = {
  Conv3D: conv3d,
  Conv3DBackpropFilterV2: backpropFilter,
  Conv3DBackpropInputV2: backpropInput,
};
