import type { GraphBuilder } from '../graph/graph-builder.js';
import type { Value } from '../graph/value.js';
import { broadcastShape } from './broadcast.js';
import type { LoweringTable } from './lowering.js';

/** Swaps the last two axes; memory stays where it is. */
export function swapLast(value: Value): Value {
  const rank = value.shape.length;
  const swap = (axis: number) => (axis === rank - 1 ? rank - 2 : axis === rank - 2 ? rank - 1 : axis);
  return { ...value, shape: value.shape.map((_, axis) => value.shape[swap(axis)] as number), order: value.order.map(swap) };
}

/** A matrix as Gemm takes it: its memory, and whether that is the transpose of what is meant. */
function gemmOperand(graph: GraphBuilder, matrix: Value): { memory: Value; transposed: number } {
  if (matrix.order[0] === 0) return { memory: graph.plain(matrix), transposed: 0 };
  return { memory: graph.plain(swapLast(matrix)), transposed: 1 };
}

/** ONNX Runtime sums a product in runs of this many terms, or of more where a thread has few columns. */
const RUN = 128;
/** Up to so many columns each of sixteen threads would have few. */
const FEW_COLUMNS = 1024;

/**
 * Would the sums of one and of several threads differ? Where a product has more columns than rows, ONNX Runtime (MLAS) divides the
 * columns among threads, and with 64 columns or fewer a thread adds up longer runs of terms: other roundings. Rows it divides
 * without such a difference, so the product is turned.
 */
function roundsByThreads([rows, terms]: readonly number[], columns: number): boolean {
  return (rows as number) > 1 && (rows as number) < columns && columns <= FEW_COLUMNS && (terms as number) > RUN;
}

/** Product of two matrices, `[M, K] x [K, N] -> [M, N]`; transposes of either cost nothing where they are float32. */
export function matrixProduct(graph: GraphBuilder, a: Value, b: Value): Value {
  if (a.dtype === 'float32' && roundsByThreads(a.shape, b.shape[1] as number)) {
    // (A B)' = B' A'
    return swapLast(matrixProduct(graph, swapLast(b), swapLast(a)));
  }
  if (a.dtype !== 'float32')
    return graph.node('MatMul', [graph.plain(a), graph.plain(b)], {
      shape: [a.shape[0] as number, b.shape[1] as number],
      dtype: a.dtype,
    });
  const [left, right] = [gemmOperand(graph, a), gemmOperand(graph, b)];
  const output = { shape: [a.shape[0] as number, b.shape[1] as number], dtype: a.dtype };
  const attributes = { transA: { int: left.transposed }, transB: { int: right.transposed } };
  if (left.transposed + right.transposed === 0) return graph.node('MatMul', [left.memory, right.memory], output);
  return graph.node('Gemm', [left.memory, right.memory], output, { attributes });
}

/**
 * Matrices row-major. Where rows lie inside columns, a transpose of the last two axes comes last, which ONNX Runtime folds into the
 * product: 0.04 instead of 0.15 ms for the keys of a GPT's layer, whose time is outside.
 */
function batchOperand(graph: GraphBuilder, value: Value): Value {
  const rank = value.shape.length;
  const position = (axis: number) => value.order.indexOf(axis);
  if (value.fill !== undefined || position(rank - 1) > position(rank - 2)) return graph.plain(value);
  const turned = graph.plain(swapLast(value));
  const perm = swapLast(turned).order;
  return graph.node('Transpose', [turned], value, { attributes: { perm: { ints: perm } } });
}

export const MATMUL: LoweringTable = {
  BatchMatMul: (call) => {
    const { graph } = call;
    const oriented = (name: string, flag: string) =>
      call.attribute<boolean>(flag) ? swapLast(call.input(name)) : call.input(name);
    const [a, b] = [oriented('a', 'transposeA'), oriented('b', 'transposeB')];
    if (a.shape.length === 2 && b.shape.length === 2) return matrixProduct(graph, a, b);
    const batch = broadcastShape([a.shape.slice(0, -2), b.shape.slice(0, -2)]);
    const shape = [...batch, a.shape.at(-2) as number, b.shape.at(-1) as number];
    return graph.node('MatMul', [batchOperand(graph, a), batchOperand(graph, b)], { shape, dtype: a.dtype });
  },
};
