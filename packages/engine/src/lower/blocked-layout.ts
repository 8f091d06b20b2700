// Tensors with their channels in blocks, as wide vectors take them: [B, C / b, H, W, b]. ONNX Runtime has operators on this
// layout of its CPU provider (domain com.microsoft.nchwc) but uses them by itself for constant filters only. The block b depends
// on the processor; a graph with such nodes runs where it was built and nowhere else.
import type { GraphBuilder, NodeOptions } from '../graph/graph-builder.js';
import type { Value } from '../graph/value.js';
import { memoryAs } from './windows.js';

const DOMAIN = 'com.microsoft.nchwc';
/** NHWC kept as NCHW. */
const CHANNELS_FIRST = [0, 3, 1, 2];

/** NHWC pictures with channels in blocks; `memory` has the shape [B, C, H, W] that ONNX Runtime gives it. */
export interface BlockedPictures {
  readonly memory: Value;
  readonly shape: readonly number[];
}

/** Shape of a node's output, and the node's attributes. */
interface BlockedOutput {
  readonly shape: readonly number[];
  readonly attributes?: NonNullable<NodeOptions['attributes']>;
}

/** A node on the blocked layout. */
export function blockedNode(graph: GraphBuilder, op: string, inputs: readonly Value[], output: BlockedOutput): Value {
  const { shape, attributes = {} } = output;
  return graph.node(op, inputs, { shape, dtype: 'float32' }, { attributes, domain: DOMAIN });
}

/** NHWC pictures whose channels are whole blocks, brought into the blocked layout. */
export function toBlocks(graph: GraphBuilder, x: Value): BlockedPictures {
  const planes = memoryAs(graph, graph.stored(graph.inOrder(x, CHANNELS_FIRST)), planesShape(x.shape));
  return { memory: blockedNode(graph, 'ReorderInput', [planes], { shape: planes.shape }), shape: x.shape };
}

/** Blocked pictures as a value of the graph again. */
export function fromBlocks(graph: GraphBuilder, { memory, shape }: BlockedPictures): Value {
  const attributes = { channels: { int: shape[3] as number } };
  const planes = blockedNode(graph, 'ReorderOutput', [memory], { shape: planesShape(shape), attributes });
  return { ...planes, shape, order: CHANNELS_FIRST };
}

/** [B, H, W, C] -> [B, C, H, W] */
function planesShape([batch, height, width, channels]: readonly number[]): number[] {
  return [batch as number, channels as number, height as number, width as number];
}

/** Row-major `[n, rows, columns] -> [n, columns, rows]` for as many rows as a block has: the reordering of n pictures of one row. */
export function turnBlocks(graph: GraphBuilder, x: Value): Value {
  const [n, rows, columns] = x.shape as [number, number, number];
  const pictures = memoryAs(graph, x, [n, rows, columns, 1]);
  return memoryAs(graph, blockedNode(graph, 'ReorderInput', [pictures], { shape: pictures.shape }), [n, columns, rows]);
}

/**
 * The phases of pictures put together: phase (i, j) holds the pixels (i + s y, j + t x), `[B, H / s, W / t, C]`, of pictures
 * `[B, H, W, C]`.
 */
export function interleaved(
  graph: GraphBuilder,
  phases: readonly (readonly BlockedPictures[])[],
  block: number,
): BlockedPictures {
  const [row] = phases as [readonly BlockedPictures[]];
  const [batch, height, width, channels] = (row[0] as BlockedPictures).shape as [number, number, number, number];
  const rows = batch * (channels / block) * height;
  const pixels = ({ memory }: BlockedPictures) => memoryAs(graph, memory, [rows * width, block]);
  // Each pixel's channels beside its neighbour's, then each row beside the next.
  const lines = phases.map((columns) => sideBySide(graph, columns.map(pixels)));
  const whole = sideBySide(
    graph,
    lines.map((line) => memoryAs(graph, line, [rows, width * block * row.length])),
  );
  const shape = [batch, height * phases.length, width * row.length, channels];
  return { memory: memoryAs(graph, whole, planesShape(shape)), shape };
}

/** Matrices of as many rows joined row by row. */
function sideBySide(graph: GraphBuilder, parts: readonly Value[]): Value {
  const [rows] = (parts[0] as Value).shape as [number, number];
  const columns = parts.reduce((sum, { shape }) => sum + (shape[1] as number), 0);
  return graph.node('Concat', parts, { shape: [rows, columns], dtype: 'float32' }, { attributes: { axis: { int: 1 } } });
}
