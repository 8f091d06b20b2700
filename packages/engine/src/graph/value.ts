/** ONNX element types that the engine uses. `int64` exists inside graphs only (axes, indices). */
export type ElementType = 'float32' | 'int32' | 'bool' | 'int64';

/**
 * A tensor of the graph being built: a name, and how its memory is laid out.
 *
 * `shape` is what the traced function sees. `order` lists, for each axis in memory, the logical axis it holds: a transpose
 * only changes `order`, and memory moves when an operation needs another one. `[0, 3, 1, 2]` is NHWC kept as NCHW.
 */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
  readonly order: readonly number[];
  /** Set where every element is known to be this number; nothing is stored until an operation needs the memory. */
  readonly fill?: number;
}

/** The order of axes that row-major memory has. */
export function plainOrder(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis);
}

/** True where memory is row-major. Axes of size 1 may stand anywhere. */
export function isPlain(value: Value): boolean {
  return sameMemory(value, plainOrder(value.shape.length));
}

/** True where memory in `order` equals the value's memory: the axes larger than 1 come in the same sequence. */
export function sameMemory(value: Value, order: readonly number[]): boolean {
  const large = (axis: number) => value.shape[axis] !== 1;
  const have = value.order.filter(large);
  const want = order.filter(large);
  return have.every((axis, i) => axis === want[i]);
}

/** Shape of the value's memory. */
export function memoryShape(value: Value): number[] {
  return value.order.map((axis) => value.shape[axis] as number);
}

/** The order that the memory has under another shape, where the two differ in axes of size 1 only; undefined otherwise. */
export function reshapedOrder(value: Value, shape: readonly number[]): number[] | undefined {
  const largeAxes = (sizes: readonly number[]) => plainOrder(sizes.length).filter((axis) => sizes[axis] !== 1);
  const [before, after] = [largeAxes(value.shape), largeAxes(shape)];
  const isKept = before.length === after.length && before.every((axis, i) => value.shape[axis] === shape[after[i] as number]);
  if (!isKept) return undefined;
  const moved = value.order.filter((axis) => value.shape[axis] !== 1).map((axis) => after[before.indexOf(axis)] as number);
  return [...plainOrder(shape.length).filter((axis) => shape[axis] === 1), ...moved];
}

/** Number of elements. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}
