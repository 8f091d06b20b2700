import type { GraphBuilder } from '../graph/graph-builder.js';
import { plainOrder, sizeOf, type Value } from '../graph/value.js';

/** Operands of one element-wise node, laid out alike, and the layout of its result. */
export interface Broadcast {
  readonly operands: readonly Value[];
  readonly shape: readonly number[];
  readonly order: readonly number[];
}

/** Shape that numpy's rules broadcast the given shapes to. */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    return sizes.find((size) => size !== 1) ?? 1;
  });
}

/** The value with axes of size 1 put before its own until it has `rank` axes. */
function withRank(value: Value, rank: number): Value {
  const added = rank - value.shape.length;
  if (added === 0) return value;
  const leading = plainOrder(added);
  return {
    ...value,
    shape: [...leading.map(() => 1), ...value.shape],
    order: [...leading, ...value.order.map((axis) => axis + added)],
  };
}

/** The order that costs least to agree on: that of the largest operand, the one already permuted where several are equal. */
function commonOrder(values: readonly Value[], rank: number): readonly number[] {
  const candidates = values.filter((value) => value.fill === undefined && value.shape.length === rank);
  const isPermuted = (value: Value) => value.order.some((axis, i) => axis !== i);
  const cost = (value: Value) => 2 * sizeOf(value.shape) + (isPermuted(value) ? 1 : 0);
  const largest = candidates.reduce<Value | undefined>((a, b) => (a === undefined || cost(b) > cost(a) ? b : a), undefined);
  return largest?.order ?? plainOrder(rank);
}

/** Lays operands out alike, so that one broadcasting ONNX node can take them. Filled values become scalars where they can. */
export function broadcast(graph: GraphBuilder, values: readonly Value[]): Broadcast {
  const shape = broadcastShape(values.map((value) => value.shape));
  const order = commonOrder(values, shape.length);
  const held = values.filter((value) => value.fill === undefined).map((value) => value.shape);
  const heldCoverShape = held.length > 0 && sizeOf(broadcastShape(held)) === sizeOf(shape);
  const operands = values.map((value) => {
    if (value.fill !== undefined && heldCoverShape) return graph.scalar(value.fill, value.dtype);
    if (value.shape.length === 0) return graph.stored(value);
    return graph.stored(graph.inOrder(withRank(value, shape.length), order));
  });
  return { operands, shape, order };
}
