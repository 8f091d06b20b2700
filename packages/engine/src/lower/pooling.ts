import { backend_util } from '@tensorflow/tfjs-core';
import { sizeOf, type Value } from '../graph/value.js';
import { type KernelCall, type Lowering, LoweringRefusal, type LoweringTable } from './lowering.js';
import {
  atLargestTap,
  channelsFirst,
  scatterTaps,
  tapStack,
  toPlanes,
  type Windows,
  windowAttributes,
  windows2d,
  windows3d,
  windowTaps,
} from './windows.js';

/** The smallest float32: no element of a window is below its border. */
const LOWEST = -3.4028234663852886e38;

function refuseChannelsFirst(format: string | undefined): void {
  if (format === 'NCHW' || format === 'NCDHW') throw new LoweringRefusal(`dataFormat ${format}; use NHWC or NDHWC`);
}

function windowsOf(call: KernelCall, shape: readonly number[]): Windows {
  refuseChannelsFirst(call.attribute('dataFormat'));
  const [filter, strides] = [call.attribute<number>('filterSize'), call.attribute<number>('strides')];
  const [pad, rounding] = [call.attribute<'same'>('pad'), call.attribute<'floor' | undefined>('dimRoundingMode')];
  return shape.length === 4
    ? windows2d(backend_util.computePool2DInfo(shape as [number, number, number, number], filter, strides, 1, pad, rounding))
    : windows3d(
        backend_util.computePool3DInfo(shape as [number, number, number, number, number], filter, strides, 1, pad, rounding),
      );
}

function pool(op: string): Lowering {
  return (call) => {
    const { graph } = call;
    const x = call.input('x');
    const windows = windowsOf(call, x.shape);
    const { dilations: _, ...attributes } = windowAttributes(windows);
    const order = channelsFirst(x.shape.length);
    const shape = [x.shape[0] as number, ...windows.output, x.shape.at(-1) as number];
    const input = graph.stored(graph.inOrder(graph.cast(x, 'float32'), order));
    return graph.cast(graph.ordered(op, [input], { shape, dtype: 'float32', order }, { attributes }), x.dtype);
  };
}

function maxPoolGrad(call: KernelCall): Value {
  const { graph } = call;
  const [x, dy] = [call.input('input'), call.input('dy')];
  const windows = windowsOf(call, x.shape);
  const stack = tapStack(graph, windowTaps(graph, x, windows, LOWEST), windows);
  return scatterTaps(graph, atLargestTap(graph, stack, toPlanes(graph, dy)), windows, x.shape.at(-1) as number);
}

/** How many elements of the input each window holds: fewer than the kernel has where it hangs over the border. */
function windowCounts({ input, output, kernel, stride, before }: Windows): Float32Array {
  const along = output.map((count, i) =>
    Array.from({ length: count }, (_, at) => {
      const first = at * (stride[i] as number) - (before[i] as number);
      return Math.min(first + (kernel[i] as number), input[i] as number) - Math.max(first, 0);
    }),
  );
  return Float32Array.from(along.reduce((counts, sizes) => counts.flatMap((count) => sizes.map((size) => count * size)), [1]));
}

function avgPoolGrad(call: KernelCall): Value {
  const { graph } = call;
  const [x, dy] = [call.input('input'), call.input('dy')];
  const windows = windowsOf(call, x.shape);
  const planes = toPlanes(graph, dy);
  const counts = windowCounts(windows);
  const full = sizeOf(windows.kernel);
  const divisor = counts.every((count) => count === full)
    ? graph.scalar(full)
    : graph.constant(counts, [1, 1, ...windows.output], 'float32');
  const share = graph.node('Div', [planes, divisor], planes);
  return scatterTaps(graph, share, windows, x.shape.at(-1) as number);
}

export const POOLING: LoweringTable = {
  AvgPool: pool('AveragePool'),
  AvgPool3D: pool('AveragePool'),
  AvgPool3DGrad: avgPoolGrad,
  AvgPoolGrad: avgPoolGrad,
  MaxPool: pool('MaxPool'),
  MaxPool3D: pool('MaxPool'),
  MaxPool3DGrad: maxPoolGrad,
  MaxPoolGrad: maxPoolGrad,
};
