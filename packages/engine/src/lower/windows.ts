// Windows that slide over the spatial axes of channels-last tensors, [B, ...spatial, C]: what pooling, dilation, depthwise and
// three-dimensional convolution share.
import type { backend_util } from '@tensorflow/tfjs-core';
import type { GraphBuilder } from '../graph/graph-builder.js';
import { plainOrder, sizeOf, type Value } from '../graph/value.js';
import { LoweringRefusal } from './lowering.js';
import { concatenated, padded, sliceOf } from './shape.js';

/** One number per spatial axis. */
export interface Windows {
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Border before and after, so that the last window ends inside. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Elements behind the last window that no window sees; fewer than the stride. */
  readonly unseen: readonly number[];
}

type Info2 = ReturnType<typeof backend_util.computePool2DInfo>;
type Info3 = ReturnType<typeof backend_util.computePool3DInfo>;

function windowsOf(given: Omit<Windows, 'after' | 'unseen'>): Windows {
  const { input, output, kernel, stride, dilation, before } = given;
  // The border that the output's size calls for: tfjs's own one is of the height alone where the padding is a number.
  const overhang = output.map((count, i) => {
    const span = ((kernel[i] as number) - 1) * (dilation[i] as number) + 1;
    return (count - 1) * (stride[i] as number) + span - (input[i] as number) - (before[i] as number);
  });
  if (before.some((size) => size < 0)) {
    throw new LoweringRefusal('tfjs pads by a negative number where a stride exceeds the kernel; use valid');
  }
  const unseen = overhang.map((size) => Math.max(0, -size));
  if (unseen.some((size, i) => size >= (stride[i] as number))) {
    throw new LoweringRefusal('tfjs sizes its output by the height alone; pad with tf.pad, or use same or valid');
  }
  return { ...given, after: overhang.map((size) => Math.max(0, size)), unseen };
}

/** Windows over height and width. */
export function windows2d(info: Info2): Windows {
  return windowsOf({
    input: [info.inHeight, info.inWidth],
    output: [info.outHeight, info.outWidth],
    kernel: [info.filterHeight, info.filterWidth],
    stride: [info.strideHeight, info.strideWidth],
    dilation: [info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.top, info.padInfo.left],
  });
}

/** Windows over depth, height and width. */
export function windows3d(info: Info3): Windows {
  return windowsOf({
    input: [info.inDepth, info.inHeight, info.inWidth],
    output: [info.outDepth, info.outHeight, info.outWidth],
    kernel: [info.filterDepth, info.filterHeight, info.filterWidth],
    stride: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilation: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  });
}

/** Attributes of Conv, ConvTranspose and the pools. */
export function windowAttributes({ kernel, stride, dilation, before, after }: Windows) {
  return {
    kernel_shape: { ints: kernel },
    strides: { ints: stride },
    dilations: { ints: dilation },
    pads: { ints: [...before, ...after] },
  };
}

/** [B, ...spatial, C] kept as [B, C, ...spatial]. */
export function channelsFirst(rank: number): number[] {
  return [0, rank - 1, ...plainOrder(rank).slice(1, -1)];
}

/** The memory of a value, in the order it has, as a row-major value of its own with another shape. */
export function memoryAs(graph: GraphBuilder, value: Value, shape: readonly number[]): Value {
  const memory = value.order.map((axis) => value.shape[axis] as number);
  return graph.plain(graph.reshape({ ...value, shape: memory, order: plainOrder(memory.length) }, shape));
}

/** Offsets of a kernel's taps in row-major order. */
function tapOffsets(kernel: readonly number[]): number[][] {
  return kernel.reduce<number[][]>(
    (offsets, size) => offsets.flatMap((offset) => Array.from({ length: size }, (_, i) => [...offset, i])),
    [[]],
  );
}

/** For each tap of the windows, the elements of x that it meets, `[B, ...output, C]` in x's layout. */
export function windowTaps(graph: GraphBuilder, x: Value, windows: Windows, border = 0): Value[] {
  const { before, after, stride, dilation, kernel, output } = windows;
  const borders = [[0, 0], ...before.map((size, i) => [size, after[i] as number]), [0, 0]];
  const bordered = padded(graph, graph.stored(x), borders, border);
  const size = [x.shape[0] as number, ...output, x.shape.at(-1) as number];
  const step = [1, ...stride, 1];
  return tapOffsets(kernel).map((offset) => {
    const start = [0, ...offset.map((at, i) => at * (dilation[i] as number)), 0];
    return sliceOf(graph, bordered, { start, size, step });
  });
}

/** Taps side by side: `[B C, taps, ...output]`, row-major. */
export function tapStack(graph: GraphBuilder, taps: readonly Value[], { output }: Windows): Value {
  const first = taps[0] as Value;
  const planes = (first.shape[0] as number) * (first.shape.at(-1) as number);
  const order = channelsFirst(first.shape.length);
  const rows = taps.map((tap) => memoryAs(graph, graph.stored(graph.inOrder(tap, order)), [planes, 1, ...output]));
  return graph.plain(concatenated(graph, rows, 1));
}

/**
 * The transpose of `tapStack(windowTaps(x))`: each tap's elements added up where in x they came from, as `[B, ...input, C]`.
 *
 * A transposed convolution whose filter is the identity does this in one node that every provider has.
 */
export function scatterTaps(graph: GraphBuilder, stack: Value, windows: Windows, channels: number): Value {
  const { kernel, unseen, input } = windows;
  const taps = stack.shape[1] as number;
  const size = sizeOf(kernel);
  // One tap for all means that each tap gets the same number: a filter of ones.
  const identity = Float32Array.from({ length: taps * size }, (_, i) =>
    taps === 1 || i % size === Math.floor(i / size) ? 1 : 0,
  );
  const filter = graph.constant(identity, [taps, 1, ...kernel], 'float32');
  const planes = stack.shape[0] as number;
  const attributes = { ...windowAttributes(windows), output_padding: { ints: unseen } };
  const sum = graph.node('ConvTranspose', [stack, filter], { shape: [planes, 1, ...input], dtype: 'float32' }, { attributes });
  return fromPlanes(graph, sum, channels, input);
}

/** `[B C, 1, ...spatial]` seen as `[B, ...spatial, C]`. */
export function fromPlanes(graph: GraphBuilder, planes: Value, channels: number, spatial: readonly number[]): Value {
  const batch = (planes.shape[0] as number) / channels;
  const memory = graph.plain(graph.reshape(planes, [batch, channels, ...spatial]));
  return { ...memory, shape: [batch, ...spatial, channels], order: channelsFirst(spatial.length + 2) };
}

/** `[B, ...spatial, C]` as `[B C, 1, ...spatial]`, row-major. */
export function toPlanes(graph: GraphBuilder, value: Value): Value {
  const spatial = value.shape.slice(1, -1);
  const planes = (value.shape[0] as number) * (value.shape.at(-1) as number);
  const order = channelsFirst(value.shape.length);
  return memoryAs(graph, graph.stored(graph.inOrder(value, order)), [planes, 1, ...spatial]);
}

/** `gradient` (`[B C, 1, ...output]`) at each window's largest tap, the first where several are equal, and 0 at the others. */
export function atLargestTap(graph: GraphBuilder, stack: Value, gradient: Value): Value {
  const taps = stack.shape[1] as number;
  const attributes = { axis: { int: 1 }, keepdims: { int: 1 } };
  const largest = graph.node('ArgMax', [stack], { shape: gradient.shape, dtype: 'int64' }, { attributes });
  const numbers = graph.constant(
    Array.from({ length: taps }, (_, i) => i),
    [1, taps, ...gradient.shape.slice(2).map(() => 1)],
    'int64',
  );
  const isLargest = graph.node('Equal', [largest, numbers], { shape: stack.shape, dtype: 'bool' });
  return graph.node('Where', [isLargest, gradient, graph.scalar(0)], { shape: stack.shape, dtype: 'float32' });
}
