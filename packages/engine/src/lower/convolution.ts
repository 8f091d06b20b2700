// tfjs convolves NHWC with HWIO filters, ONNX NCHW with OIHW: layouts are orders of memory here, so that neighbouring
// convolutions and element-wise nodes between them move nothing.
import { backend_util } from '@tensorflow/tfjs-core';
import type { GraphBuilder } from '../graph/graph-builder.js';
import { plainOrder, sizeOf, type Value } from '../graph/value.js';
import { matrixProduct, swapLast } from './matmul.js';
import { type KernelCall, LoweringRefusal, type LoweringTable } from './lowering.js';
import { concatenated, padded, sliceOf } from './shape.js';

/** NHWC kept as NCHW. */
export const CHANNELS_FIRST = [0, 3, 1, 2];
/** HWIO kept as OIHW. */
const OIHW = [3, 2, 0, 1];

/** Below this many input channels the taps of a filter gradient are joined into one product: each alone would be too thin. */
const JOIN_TAPS_BELOW_CHANNELS = 16;

type Shape4 = [number, number, number, number];
type ConvInfo = ReturnType<typeof backend_util.computeConv2DInfo>;

function convInfo(call: KernelCall, inputShape: readonly number[], filterShape: readonly number[]): ConvInfo {
  const format = call.attribute<string>('dataFormat') ?? 'NHWC';
  if (format !== 'NHWC') throw new LoweringRefusal(`dataFormat ${format}; use NHWC`);
  return backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    call.attribute('strides'),
    call.attribute('dilations') ?? 1,
    call.attribute('pad'),
    call.attribute('dimRoundingMode'),
  );
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
  return graph.ordered('Conv', inputs, { shape: info.outShape, dtype: 'float32' }, CHANNELS_FIRST, {
    attributes: convAttributes(info),
  });
}

/** The gradient with respect to the input; also the forward pass of a transposed convolution. */
function conv2dBackpropInput(call: KernelCall): Value {
  const { graph } = call;
  const [dy, filter] = [call.input('dy'), call.input('filter')];
  const inputShape = call.attribute<number[]>('inputShape');
  const info = convInfo(call, inputShape, filter.shape);
  const { top, left, bottom, right } = info.padInfo;
  const spanned = (out: number, stride: number, size: number, pads: number) => (out - 1) * stride + size - pads;
  const outputPadding = [
    info.inHeight - spanned(info.outHeight, info.strideHeight, info.filterHeight, top + bottom),
    info.inWidth - spanned(info.outWidth, info.strideWidth, info.filterWidth, left + right),
  ];
  // ConvTranspose takes the filter as [dy's channels, x's channels, H, W]: HWIO's O first, which is OIHW of the forward pass.
  const inputs = [graph.inOrder(dy, CHANNELS_FIRST), graph.inOrder(filter, OIHW)];
  return graph.ordered('ConvTranspose', inputs, { shape: inputShape, dtype: 'float32' }, CHANNELS_FIRST, {
    attributes: { ...convAttributes(info), output_padding: { ints: outputPadding } },
  });
}

/** HWBC: positions outside, so that the window of a tap is copied in runs of whole batches. */
const POSITIONS_OUTSIDE = [1, 2, 0, 3];
/** CHWB: the same with the channel as the row of a matrix. */
const CHANNEL_ROWS = [3, 1, 2, 0];

/** Memory of a permuted value seen as a row-major value of its own, with another shape. */
function reshapeMemory(graph: GraphBuilder, value: Value, shape: readonly number[]): Value {
  const memory = value.order.map((axis) => value.shape[axis] as number);
  return graph.reshape({ ...value, shape: memory, order: plainOrder(memory.length) }, shape);
}

/** For each filter tap, the inputs it met, in the given order of axes. */
function tapInputs(graph: GraphBuilder, x: Value, info: ConvInfo, order: readonly number[]): Value[] {
  const { top, left, bottom, right } = info.padInfo;
  const bordered = padded(graph, graph.stored(graph.inOrder(x, order)), [[0, 0], [top, bottom], [left, right], [0, 0]]);
  const size = [info.batchSize, info.outHeight, info.outWidth, info.inChannels];
  const step = [1, info.strideHeight, info.strideWidth, 1];
  const taps: Value[] = [];
  for (let i = 0; i < info.filterHeight; i++) {
    for (let j = 0; j < info.filterWidth; j++) {
      const start = [0, i * info.dilationHeight, j * info.dilationWidth, 0];
      taps.push(sliceOf(graph, bordered, { start, size, step }));
    }
  }
  return taps;
}

/**
 * The gradient with respect to the filter: one matrix product a tap, `[Ci, K] x [K, Co]` with `K = Ho Wo B`.
 *
 * Tried instead, whole U-Net step: one Conv with the batch as channels 1,253 ms, one product over joined slices 929 ms, one
 * product a tap 818 ms. With the batch outside the positions, the strided slices of a DCGAN step cost 66 ms instead of 10.
 */
function conv2dBackpropFilter(call: KernelCall): Value {
  const { graph } = call;
  const [x, dy] = [call.input('x'), call.input('dy')];
  const filterShape = call.attribute<number[]>('filterShape');
  const info = convInfo(call, x.shape, filterShape);
  const { inChannels, outChannels } = info;
  const count = sizeOf(dy.shape) / outChannels;
  const gradients = reshapeMemory(graph, graph.stored(graph.inOrder(dy, POSITIONS_OUTSIDE)), [count, outChannels]);
  if (inChannels < JOIN_TAPS_BELOW_CHANNELS) {
    const rows = tapInputs(graph, x, info, CHANNEL_ROWS).map((tap) => reshapeMemory(graph, tap, [inChannels, count]));
    return graph.reshape(matrixProduct(graph, concatenated(graph, rows, 0), gradients), filterShape);
  }
  const columns = tapInputs(graph, x, info, POSITIONS_OUTSIDE).map((tap) => reshapeMemory(graph, tap, [count, inChannels]));
  const products = columns.map((tap) => matrixProduct(graph, swapLast(tap), gradients));
  return graph.reshape(concatenated(graph, products, 0), filterShape);
}

export const CONVOLUTION: LoweringTable = {
  Conv2D: conv2d,
  Conv2DBackpropInput: conv2dBackpropInput,
  Conv2DBackpropFilter: conv2dBackpropFilter,
};
