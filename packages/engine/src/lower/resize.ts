// Resizing is linear and separable: y = R x C, with a small matrix of weights for the rows and one for the columns. Forwards ONNX
// has an operator for whole repetitions; the rest are products with the matrices, backwards with their transposes.
import type { GraphBuilder } from '../graph/graph-builder.js';
import type { Value } from '../graph/value.js';
import type { KernelCall, LoweringTable } from './lowering.js';
import { channelsFirst, fromPlanes, toPlanes } from './windows.js';

const CHANNELS_FIRST = channelsFirst(4);

interface Sampling {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

const samplingOf = (call: KernelCall): Sampling => ({
  alignCorners: call.attribute('alignCorners') ?? false,
  halfPixelCenters: call.attribute('halfPixelCenters') ?? false,
});

/** Input elements per output element along an axis. */
function scaleOf(from: number, to: number, { alignCorners }: Sampling): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

/** The input element that each output element is a copy of. */
function nearestSources(from: number, to: number, sampling: Sampling): number[] {
  const scale = scaleOf(from, to, sampling);
  return Array.from({ length: to }, (_, i) => {
    const place = scale * (sampling.halfPixelCenters ? i + 0.5 : i);
    return Math.max(0, Math.min(from - 1, sampling.alignCorners ? Math.round(place) : Math.floor(place)));
  });
}

/** `[to, from]`: each output element as a weighted sum of the input's. */
export function nearestMatrix(from: number, to: number, sampling: Sampling): Float32Array {
  const matrix = new Float32Array(to * from);
  nearestSources(from, to, sampling).forEach((source, i) => {
    matrix[i * from + source] = 1;
  });
  return matrix;
}

/** `[to, from]`: each output element as a weighted sum of its two neighbours in the input. */
export function linearMatrix(from: number, to: number, sampling: Sampling): Float32Array {
  const scale = scaleOf(from, to, sampling);
  const matrix = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const place = sampling.halfPixelCenters ? scale * (i + 0.5) - 0.5 : scale * i;
    const low = Math.max(0, Math.floor(place));
    const high = Math.max(0, Math.min(from - 1, Math.ceil(place)));
    const share = place - low;
    matrix[i * from + low] = (matrix[i * from + low] as number) + 1 - share;
    matrix[i * from + high] = (matrix[i * from + high] as number) + share;
  }
  return matrix;
}

/** `[P, H, W] -> [P, H', W']` by a matrix for the rows, `[H', H]`, and one for the columns, `[W, W']`. */
interface Resampling {
  readonly rows: Float32Array;
  readonly columns: Float32Array;
  readonly size: readonly [height: number, width: number];
}

/** `R x C`, image by image and channel by channel. */
function resampled(graph: GraphBuilder, x: Value, { rows, columns, size }: Resampling): Value {
  const [height, width] = size;
  const [, fromHeight, fromWidth, channels] = x.shape as [number, number, number, number];
  const planes = toPlanes(graph, x);
  const count = planes.shape[0] as number;
  const right = graph.constant(columns, [fromWidth, width], 'float32');
  const left = graph.constant(rows, [height, fromHeight], 'float32');
  const wide = graph.node('MatMul', [planes, right], { shape: [count, 1, fromHeight, width], dtype: 'float32' });
  const both = graph.node('MatMul', [left, wide], { shape: [count, 1, height, width], dtype: 'float32' });
  return fromPlanes(graph, both, channels, size);
}

function transposeMatrix(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(matrix, (_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)] as number);
}

/**
 * Forwards by the matrices too: `Resize` took 8.6 ms for 4,096 planes of 16 x 16 to twice their size, the products 3.0. And behind
 * some transposes ONNX Runtime 1.30 refuses to run it: it moves the transpose, and then cannot interpolate along the axes it finds.
 */
function resizeBilinear(call: KernelCall): Value {
  const x = call.graph.cast(call.input('images'), 'float32');
  const size = call.attribute<[number, number]>('size');
  const sampling = samplingOf(call);
  const [, height, width] = x.shape as [number, number, number, number];
  const columns = transposeMatrix(linearMatrix(width, size[1], sampling), size[1], width);
  return resampled(call.graph, x, { rows: linearMatrix(height, size[0], sampling), columns, size });
}

/** How often each row and column is repeated, where an image grows by whole numbers. */
function repetitions(from: readonly number[], to: readonly number[], { alignCorners }: Sampling): number[] | undefined {
  const times = from.map((size, i) => (to[i] as number) / size);
  return times.every(Number.isInteger) && (!alignCorners || times.every((time) => time === 1)) ? times : undefined;
}

/** Each element copied to a block of whole size. */
function repeated(graph: GraphBuilder, x: Value, size: readonly [number, number]): Value {
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const empty = graph.constant([], [0], 'float32');
  const inputs = [graph.stored(graph.inOrder(x, CHANNELS_FIRST)), empty, empty, graph.integers([batch, channels, ...size])];
  const modes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
  const attributes = Object.fromEntries(Object.entries(modes).map(([name, string]) => [name, { string }]));
  const output = { shape: [batch, ...size, channels], dtype: 'float32', order: CHANNELS_FIRST } as const;
  return graph.ordered('Resize', inputs, output, { attributes });
}

function resizeNearest(call: KernelCall): Value {
  const { graph } = call;
  const x = call.input('images');
  const size = call.attribute<[number, number]>('size');
  const from = x.shape.slice(1, 3);
  const sampling = samplingOf(call);
  if (x.dtype === 'float32' && repetitions(from, size, sampling) !== undefined) {
    return repeated(graph, x, size);
  }
  // Positions that fall between two elements are decided here, in float64 as tfjs does, and not in float32 by the provider.
  return [1, 2].reduce((image, axis) => {
    const stored = graph.stored(image);
    const sources = graph.integers(nearestSources(image.shape[axis] as number, size[axis - 1] as number, sampling));
    const shape = image.shape.map((extent, i) => (i === axis ? (size[axis - 1] as number) : extent));
    const attributes = { axis: { int: stored.order.indexOf(axis) } };
    return graph.ordered('Gather', [stored, sources], { shape, dtype: x.dtype, order: stored.order }, { attributes });
  }, x);
}

type Weights = (from: number, to: number, sampling: Sampling) => Float32Array;

/** `R^T dy C` */
function backwards(call: KernelCall, weights: Weights): Value {
  const [dy, images] = [call.input('dy'), call.input('images')];
  const sampling = samplingOf(call);
  const [, height, width] = images.shape as [number, number, number, number];
  const [, fromHeight, fromWidth] = dy.shape as [number, number, number, number];
  const rows = transposeMatrix(weights(height, fromHeight, sampling), fromHeight, height);
  return resampled(call.graph, dy, { rows, columns: weights(width, fromWidth, sampling), size: [height, width] });
}

function resizeNearestGrad(call: KernelCall): Value {
  const { graph } = call;
  const [dy, images] = [call.input('dy'), call.input('images')];
  const times = repetitions(images.shape.slice(1, 3), dy.shape.slice(1, 3), samplingOf(call));
  if (times === undefined) return backwards(call, nearestMatrix);
  // The sum over each element's copies: their mean, times their number.
  const attributes = { kernel_shape: { ints: times }, strides: { ints: times } };
  const input = graph.stored(graph.inOrder(dy, CHANNELS_FIRST));
  const mean = graph.ordered(
    'AveragePool',
    [input],
    { shape: images.shape, dtype: 'float32', order: CHANNELS_FIRST },
    { attributes },
  );
  const copies = graph.scalar((times[0] as number) * (times[1] as number));
  return graph.ordered('Mul', [mean, copies], { shape: images.shape, dtype: 'float32', order: CHANNELS_FIRST });
}

export const RESIZE: LoweringTable = {
  ResizeBilinear: resizeBilinear,
  ResizeBilinearGrad: (call) => backwards(call, linearMatrix),
  ResizeNearestNeighbor: resizeNearest,
  ResizeNearestNeighborGrad: resizeNearestGrad,
};
