// tfjs convolves NHWC with HWIO filters, ONNX NCHW with OIHW: layouts are orders of memory here, so that neighbouring
// convolutions and element-wise nodes between them move nothing.
import { backend_util } from '@tensorflow/tfjs-core';
import type { GraphBuilder } from '../graph/graph-builder.js';
import type { Value } from '../graph/value.js';
import { filterGradient } from './filter-gradient.js';
import { type KernelCall, LoweringRefusal, type LoweringTable } from './lowering.js';

/** NHWC kept as NCHW. */
export const CHANNELS_FIRST = [0, 3, 1, 2];
/** HWIO kept as OIHW. */
const OIHW = [3, 2, 0, 1];

type Shape4 = [number, number, number, number];
/** A convolution's sizes, as tfjs computes them. */
export type ConvInfo = ReturnType<typeof backend_util.computeConv2DInfo>;

function convInfo(call: KernelCall, inputShape: readonly number[], filterShape: readonly number[]): ConvInfo {
  const format = call.attribute<string>('dataFormat') ?? 'NHWC';
  if (format !== 'NHWC') throw new LoweringRefusal(`dataFormat ${format}; use NHWC`);
  const info = backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    call.attribute('strides'),
    call.attribute('dilations') ?? 1,
    call.attribute('pad'),
    call.attribute('dimRoundingMode'),
  );
  const isSquare = info.effectiveFilterHeight === info.effectiveFilterWidth && info.strideHeight === info.strideWidth;
  if (typeof call.attribute('pad') === 'number' && !isSquare) {
    throw new LoweringRefusal(
      'a number as padding of a window that is not square, which tfjs sizes by its height alone; pad before',
    );
  }
  return info;
}

/** Attributes that Conv and ConvTranspose share. */
function convAttributes(info: ConvInfo) {
  const { top, left, bottom, right } = info.padInfo;
  return {
    kernel_shape: { ints: [info.filterHeight, info.filterWidth] },
    strides: { ints: [info.strideHeight, info.strideWidth] },
    dilations: { ints: [info.dilationHeight, info.dilationWidth] },
    pads: { ints: [top, left, bottom, right] },
  };
}

function conv2d(call: KernelCall): Value {
  const { graph } = call;
  const [x, filter] = [call.input('x'), call.input('filter')];
  const info = convInfo(call, x.shape, filter.shape);
  const inputs = [graph.inOrder(x, CHANNELS_FIRST), graph.inOrder(filter, OIHW)];
  return graph.ordered(
    'Conv',
    inputs,
    { shape: info.outShape, dtype: 'float32', order: CHANNELS_FIRST },
    {
      attributes: convAttributes(info),
    },
  );
}

/** The gradient with respect to the input; also the forward pass of a transposed convolution. */
function conv2dBackpropInput(call: KernelCall): Value {
  const { graph } = call;
  const [dy, filter] = [call.input('dy'), call.input('filter')];
  const inputShape = call.attribute<number[]>('inputShape');
  const info = convInfo(call, inputShape, filter.shape);
  if (info.strideHeight === 1 && info.strideWidth === 1) return flippedConvolution(graph, dy, filter, info);
  const { top, left, bottom, right } = info.padInfo;
  const spanned = (out: number, stride: number, size: number, pads: number) => (out - 1) * stride + size - pads;
  const outputPadding = [
    info.inHeight - spanned(info.outHeight, info.strideHeight, info.filterHeight, top + bottom),
    info.inWidth - spanned(info.outWidth, info.strideWidth, info.filterWidth, left + right),
  ];
  // ConvTranspose takes the filter as [dy's channels, x's channels, H, W]: HWIO's O first, which is OIHW of the forward pass.
  const inputs = [graph.inOrder(dy, CHANNELS_FIRST), graph.inOrder(filter, OIHW)];
  return graph.ordered(
    'ConvTranspose',
    inputs,
    { shape: inputShape, dtype: 'float32', order: CHANNELS_FIRST },
    {
      attributes: { ...convAttributes(info), output_padding: { ints: outputPadding } },
    },
  );
}

/**
 * The input gradient of a convolution that moves by one: a convolution of dy with the filter turned by half a circle.
 * ONNX Runtime's Conv is 10 to 25 % faster than its ConvTranspose here.
 */
function flippedConvolution(graph: GraphBuilder, dy: Value, filter: Value, info: ConvInfo): Value {
  const turned = reversed(graph, filter, [0, 1]);
  const { top, left, bottom, right } = info.padInfo;
  const [reachHeight, reachWidth] = [(info.filterHeight - 1) * info.dilationHeight, (info.filterWidth - 1) * info.dilationWidth];
  // Input channels come out, output channels go in: HWIO kept as IOHW.
  const inputs = [graph.inOrder(dy, CHANNELS_FIRST), graph.inOrder(turned, [2, 3, 0, 1])];
  return graph.ordered(
    'Conv',
    inputs,
    { shape: info.inShape, dtype: 'float32', order: CHANNELS_FIRST },
    {
      attributes: {
        ...convAttributes(info),
        pads: { ints: [reachHeight - top, reachWidth - left, reachHeight - bottom, reachWidth - right] },
      },
    },
  );
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
    return filterGradient(call.graph, x, dy, convInfo(call, x.shape, call.attribute('filterShape')));
  },
};
