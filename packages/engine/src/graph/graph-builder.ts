import { transposeSteps } from './merged-transpose.js';
import type { Attribute, Initializer, OnnxGraph, OnnxNode, Port } from './onnx-graph.js';
import { type ElementType, memoryShape, plainOrder, reshapedOrder, sameMemory, sizeOf, type Value } from './value.js';

/** Constants up to this many elements are compared by content, so that equal ones are stored once. */
const SHARED_CONSTANT_SIZE = 256;

/** Shape and type of a node's output, in memory order. */
export interface OutputSpec {
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

/** Logical shape, type and memory order of a node's output; a value that the output resembles will do. */
export interface OrderedSpec extends OutputSpec {
  readonly order: readonly number[];
}

export interface NodeOptions {
  readonly attributes?: { readonly [name: string]: Attribute };
  readonly domain?: string;
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, int64: BigInt64Array, bool: Uint8Array } as const;

/** As text, with the sign of zero: -0 and 0 are different constants. */
const signedText = (value: number) => (Object.is(value, -0) ? '-0' : String(value));

function bytesOf(values: ArrayLike<number>, dtype: ElementType): Uint8Array {
  const typed = dtype === 'int64' ? BigInt64Array.from(Array.from(values, BigInt)) : ARRAYS[dtype].from(values);
  return new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}

/**
 * Collects ONNX nodes while a function is traced. Equal nodes on equal inputs are made once (common-subexpression
 * elimination), and nodes that no output needs are left out of the finished graph.
 */
export class GraphBuilder {
  readonly name: string;
  /** Channels that this processor's blocked convolutions take at a time; absent in a graph that is to run anywhere. */
  readonly channelBlock: number | undefined;
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers = new Map<string, Initializer>();
  readonly #inputs: Port[] = [];
  readonly #known = new Map<string, readonly string[]>();
  #counter = 0;

  constructor(name: string, channelBlock?: number) {
    this.name = name;
    this.channelBlock = channelBlock;
  }

  /** A graph input in row-major memory. */
  input(name: string, shape: readonly number[], dtype: ElementType): Value {
    this.#inputs.push({ name, shape, dtype });
    return { name, shape, dtype, order: plainOrder(shape.length) };
  }

  /** A constant of the given numbers, row-major. */
  constant(values: ArrayLike<number>, shape: readonly number[], dtype: ElementType): Value {
    const order = plainOrder(shape.length);
    const shared = values.length <= SHARED_CONSTANT_SIZE;
    const key = shared ? `constant ${dtype} [${shape.join()}] ${Array.from(values, signedText).join()}` : '';
    const known = shared ? this.#known.get(key)?.[0] : undefined;
    if (known !== undefined) return { name: known, shape, dtype, order };
    const name = `c${this.#counter++}`;
    this.#initializers.set(name, { name, shape, dtype, data: bytesOf(values, dtype) });
    if (shared) this.#known.set(key, [name]);
    return { name, shape, dtype, order };
  }

  /** A one-dimensional int64 constant: axes, shapes, starts. */
  integers(values: readonly number[]): Value {
    return this.constant(values, [values.length], 'int64');
  }

  scalar(value: number, dtype: ElementType = 'float32'): Value {
    return this.constant([value], [], dtype);
  }

  /** A value of one repeated number that takes no memory until `stored` is asked for it. */
  filled(fill: number, shape: readonly number[], dtype: ElementType): Value {
    return { name: '', shape, dtype, order: plainOrder(shape.length), fill };
  }

  /** The same value with memory behind it, in the order it has. */
  stored(value: Value): Value {
    if (value.fill === undefined) return value;
    const one = this.scalar(value.fill, value.dtype);
    if (value.shape.length === 0) return one;
    return this.ordered('Expand', [one, this.integers(memoryShape(value))], value);
  }

  /** Adds a node with one output, row-major over the output's shape. Inputs are used as they lie in memory. */
  node(op: string, inputs: readonly Value[], output: OutputSpec, options: NodeOptions = {}): Value {
    return this.nodes(op, inputs, [output], options)[0] as Value;
  }

  /** Adds a node whose output has the logical shape `output.shape` and lies in memory in `output.order`. */
  ordered(op: string, inputs: readonly Value[], output: OrderedSpec, options?: NodeOptions): Value {
    const { shape, dtype, order } = output;
    const memory = { shape: order.map((axis) => shape[axis] as number), dtype };
    return { ...this.node(op, inputs, memory, options), shape, order };
  }

  /** The same numbers as another type (`float32 -> int32` truncates, as tfjs does). */
  cast(value: Value, dtype: ElementType): Value {
    if (value.dtype === dtype) return value;
    if (value.fill !== undefined) {
      const fill = dtype === 'float32' ? value.fill : dtype === 'bool' ? Number(value.fill !== 0) : Math.trunc(value.fill);
      return { ...value, dtype, fill };
    }
    const to = { float32: 1, int32: 6, int64: 7, bool: 9 }[dtype];
    return this.ordered('Cast', [value], { shape: value.shape, dtype, order: value.order }, { attributes: { to: { int: to } } });
  }

  /** Adds a node with several outputs. */
  nodes(op: string, inputs: readonly Value[], outputs: readonly OutputSpec[], options: NodeOptions = {}): Value[] {
    const { attributes = {}, domain = '' } = options;
    const inputNames = inputs.map((input) => this.stored(input).name);
    const key = `${domain}/${op}(${inputNames.join()})${JSON.stringify(attributes)}#${outputs.length}`;
    let names = this.#known.get(key);
    if (names === undefined) {
      names = outputs.map(() => `v${this.#counter++}`);
      this.#nodes.push({ op, domain, inputs: inputNames, outputs: names, attributes });
      this.#known.set(key, names);
    }
    return outputs.map(({ shape, dtype }, i) => ({
      name: (names as readonly string[])[i] as string,
      shape,
      dtype,
      order: plainOrder(shape.length),
    }));
  }

  /** The same value with its memory in `order`; moves memory only where it must. */
  inOrder(value: Value, order: readonly number[]): Value {
    if (value.fill !== undefined) return { ...value, order };
    const shape = order.map((axis) => value.shape[axis] as number);
    if (sameMemory(value, order)) {
      const sameShape = memoryShape(value).every((dimension, i) => dimension === shape[i]);
      return { ...value, name: sameShape ? value.name : this.#reshaped(value.name, shape, value.dtype), order };
    }
    const { dtype } = value;
    let { name } = value;
    for (const { memory, perm } of transposeSteps(value, order)) {
      const source: Value = { name: this.#reshaped(name, memory, dtype), shape: memory, dtype, order: plainOrder(memory.length) };
      const target = { shape: perm.map((axis) => memory[axis] as number), dtype };
      name = this.#transposed(source, perm, { target, isMatrix: value.shape.length === 2 }).name;
    }
    return { ...value, name: this.#reshaped(name, shape, dtype), order };
  }

  /** The same value in row-major memory. */
  plain(value: Value): Value {
    return this.stored(this.inOrder(value, plainOrder(value.shape.length)));
  }

  /** The value with another shape of as many elements; memory moves only where the axes larger than 1 change. */
  reshape(value: Value, shape: readonly number[]): Value {
    if (value.fill !== undefined) return this.filled(value.fill, shape, value.dtype);
    const isSame = value.shape.length === shape.length && value.shape.every((dimension, i) => dimension === shape[i]);
    if (isSame) return value;
    const order = reshapedOrder(value, shape);
    if (order === undefined) {
      const { name, dtype } = this.plain(value);
      return { name: this.#reshaped(name, shape, dtype), shape, dtype, order: plainOrder(shape.length) };
    }
    const memory = order.map((axis) => shape[axis] as number);
    return { ...value, name: this.#reshaped(value.name, memory, value.dtype), shape, order };
  }

  /**
   * One blocked transpose. Merged axes that turn as a matrix are written as an Einsum: ONNX Runtime's optimiser would move a
   * Transpose through the reshapes around it and be back at the slow general one (8 ms instead of 3 for 1.6 M elements).
   */
  #transposed(source: Value, perm: readonly number[], { target, isMatrix }: { target: OutputSpec; isMatrix: boolean }): Value {
    const isTurned = perm.length === 2 && !isMatrix && source.dtype === 'float32';
    if (isTurned) return this.node('Einsum', [source], target, { attributes: { equation: { string: 'ij->ji' } } });
    return this.node('Transpose', [source], target, { attributes: { perm: { ints: perm } } });
  }

  #reshaped(name: string, shape: readonly number[], dtype: ElementType): string {
    const source: Value = { name, shape: [sizeOf(shape)], dtype, order: [0] };
    return this.node('Reshape', [source, this.integers(shape)], { shape, dtype }).name;
  }

  /** The graph that computes `outputs` (row-major), without what they do not need. */
  finish(outputs: ReadonlyMap<string, Value>): OnnxGraph {
    const storedOutputs = [...outputs].map(([name, value]) => [name, this.plain(value)] as const);
    const computed = new Set(this.#nodes.flatMap((node) => node.outputs));
    const renamed = new Map<string, string>();
    const ports: Port[] = [];
    for (const [name, stored] of storedOutputs) {
      ports.push({ name, shape: stored.shape, dtype: stored.dtype });
      // A computed value takes the output's name; an input, a constant or a second output of one value is copied.
      if (computed.has(stored.name) && !renamed.has(stored.name)) renamed.set(stored.name, name);
      else this.#nodes.push({ op: 'Identity', domain: '', inputs: [stored.name], outputs: [name], attributes: {} });
    }
    const nodes = neededNodes(this.#nodes, renamed, outputs.keys());
    const used = new Set(nodes.flatMap((node) => node.inputs));
    return {
      name: this.name,
      nodes,
      initializers: [...this.#initializers.values()].filter(({ name }) => used.has(name)),
      inputs: this.#inputs,
      outputs: ports,
    };
  }
}

/** The nodes that the outputs depend on, in order, with renamed values under their new names. */
function neededNodes(all: readonly OnnxNode[], renamed: ReadonlyMap<string, string>, outputs: Iterable<string>): OnnxNode[] {
  const needed = new Set(outputs);
  const rename = (name: string) => renamed.get(name) ?? name;
  const nodes: OnnxNode[] = [];
  for (const node of [...all].reverse()) {
    const outputNames = node.outputs.map(rename);
    if (!outputNames.some((name) => needed.has(name))) continue;
    const inputs = node.inputs.map(rename);
    for (const name of inputs) needed.add(name);
    nodes.push({ ...node, inputs, outputs: outputNames });
  }
  return nodes.reverse();
}
