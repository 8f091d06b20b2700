// tfjs convolves NHWC with HWIO filters, ONNX NCHW with OIHW: layouts are orders of memory here, so that neighbouring
// convolutions and element-wise nodes between them move nothing.
import type { GraphBuilder } from '../graph/graph-builder.js';
import type { Value } from '../graph/value.js';
import { blockedConvolution, blockedInputGradient, inBlocks } from './blocked-convolution.js';
import { type ConvGeometry, convGeometry } from './conv-geometry.js';
import { filterGradient } from './filter-gradient.js';
import type { KernelCall, LoweringTable } from './lowering.js';
import { channelsFirst, windowAttributes } from './windows.js';

/** NHWC kept as NCHW. */
const CHANNELS_FIRST = channelsFirst(4);
/** HWIO kept as OIHW, and as IOHW. */
const OIHW = [3, 2, 0, 1];
const IOHW = [2, 3, 0, 1];

function conv2d(call: KernelCall): Value {
  const { graph } = call;
  const [x, filter] = [call.input('x'), call.input('filter')];
  const geometry = convGeometry(call, { input: x.shape, filter: filter.shape });
  const blocked = inBlocks(graph, geometry);
  if (blocked !== undefined) return blockedConvolution(graph, x, filter, blocked);
  const { windows, outShape } = geometry;
  const inputs = [graph.inOrder(x, CHANNELS_FIRST), graph.inOrder(filter, OIHW)];
  const output = { shape: outShape, dtype: 'float32', order: CHANNELS_FIRST } as const;
  return graph.ordered('Conv', inputs, output, { attributes: windowAttributes(windows) });
}

/** The gradient with respect to the input; also the forward pass of a transposed convolution. */
function conv2dBackpropInput(call: KernelCall): Value {
  const { graph } = call;
  const [dy, filter] = [call.input('dy'), call.input('filter')];
  const geometry = convGeometry(call, { input: call.attribute('inputShape'), filter: filter.shape });
  const blocked = inBlocks(graph, geometry);
  const gradient = blocked === undefined ? undefined : blockedInputGradient(graph, dy, filter, blocked);
  if (gradient !== undefined) return gradient;
  const { windows, inShape } = geometry;
  if (windows.stride.every((step) => step === 1)) return turnedConvolution(graph, dy, filter, geometry);
  // ConvTranspose takes the filter as [dy's channels, x's channels, H, W]: HWIO's O first, which is OIHW of the forward pass.
  const inputs = [graph.inOrder(dy, CHANNELS_FIRST), graph.inOrder(filter, OIHW)];
  const output = { shape: inShape, dtype: 'float32', order: CHANNELS_FIRST } as const;
  const attributes = { ...windowAttributes(windows), output_padding: { ints: windows.unseen } };
  return graph.ordered('ConvTranspose', inputs, output, { attributes });
}

/**
 * The input gradient of a convolution that moves by one: a convolution of dy with the filter turned by half a circle.
 * ONNX Runtime's Conv is 10 to 25 % faster than its ConvTranspose here.
 */
function turnedConvolution(graph: GraphBuilder, dy: Value, filter: Value, { windows, inShape }: ConvGeometry): Value {
  const { kernel, dilation, before, after } = windows;
  const reach = kernel.map((size, i) => (size - 1) * (dilation[i] as number));
  const pads = [before, after].flatMap((border) => border.map((size, i) => (reach[i] as number) - size));
  const inputs = [graph.inOrder(dy, CHANNELS_FIRST), graph.inOrder(reversed(graph, filter, [0, 1]), IOHW)];
  const output = { shape: inShape, dtype: 'float32', order: CHANNELS_FIRST } as const;
  return graph.ordered('Conv', inputs, output, { attributes: { ...windowAttributes(windows), pads: { ints: pads } } });
}

/** x with the order along the given axes turned round. */
function reversed(graph: GraphBuilder, x: Value, axes: readonly number[]): Value {
  const all = (value: number) => graph.integers(axes.map(() => value));
  const memoryAxes = graph.integers(axes.map((axis) => x.order.indexOf(axis)));
  // From the last element, one step back at a time, past the first.
  return graph.ordered('Slice', [graph.stored(x), all(-1), all(-(2 ** 31)), memoryAxes, all(-1)], x);
}

export const CONVOLUTION: LoweringTable = {
  Conv2D: conv2d,
  Conv2DBackpropInput: conv2dBackpropInput,
  Conv2DBackpropFilter: (call) => {
    const [x, dy] = [call.input('x'), call.input('dy')];
    const geometry = convGeometry(call, { input: x.shape, filter: call.attribute('filterShape') });
    return filterGradient(call.graph, x, dy, geometry);
  },
};
