import { type HostTensor, type ParameterEntry, ShapeMismatchError } from '@aigc/plugin-api';
import type { Initializer, OnnxGraph, OnnxNode } from '../graph/onnx-graph.js';
import { sizeOf } from '../graph/value.js';

/** Numbers that take the place of an input of a graph. */
export interface StoredConstant {
  /** Name in the file. */
  readonly name: string;
  readonly tensor: HostTensor;
  /** Names and shapes of the parts, where the tensor is a flat vector that the graph splits first of all. */
  readonly parts?: readonly ParameterEntry[];
}

/**
 * The graph with constants in place of the inputs of those names. A flat vector that the graph only splits into `parts` is
 * stored as one constant a part, under the part's name and shape; parts that nothing reads are left out.
 *
 * @throws ShapeMismatchError where the parts do not fill their vector.
 */
export function storeConstants(graph: OnnxGraph, constants: ReadonlyMap<string, StoredConstant>): OnnxGraph {
  const inputs = graph.inputs.filter(({ name }) => !constants.has(name));
  let stored: OnnxGraph = { ...graph, inputs };
  for (const [port, constant] of constants) stored = storeOne(stored, port, constant);
  const read = new Set(stored.nodes.flatMap((node) => node.inputs));
  return { ...stored, initializers: stored.initializers.filter(({ name }) => read.has(name)) };
}

function storeOne(graph: OnnxGraph, port: string, { name, tensor, parts = [] }: StoredConstant): OnnxGraph {
  const total = partSizes(parts).reduce((sum, size) => sum + size, 0);
  if (parts.length > 0 && total !== tensor.data.length) {
    throw new ShapeMismatchError(`export: ${name}`, `parts of ${tensor.data.length} numbers`, `parts of ${total}`);
  }
  const readers = graph.nodes.filter((node) => node.inputs.includes(port));
  const split = readers[0];
  const isSplit = readers.length === 1 && split?.op === 'Split' && sizesOf(graph, split).join() === partSizes(parts).join();
  if (isSplit) return storeParts(graph, split, { name, tensor, parts });
  const renamed = rewire(graph, new Map([[port, name]]));
  return { ...renamed, initializers: [...renamed.initializers, initializer(name, tensor)] };
}

/** Replaces the split of a flat vector, and the reshapes that give its parts their shapes, by one constant a part. */
function storeParts(graph: OnnxGraph, split: OnnxNode, constant: Required<StoredConstant>): OnnxGraph {
  const { name, tensor, parts } = constant;
  const renames = new Map<string, string>();
  const dropped = new Set([split]);
  const initializers: Initializer[] = [];
  let begin = 0;
  parts.forEach((part, i) => {
    const output = split.outputs[i] as string;
    const size = sizeOf(part.shape);
    const readers = graph.nodes.filter((node) => node.inputs.includes(output));
    // A reshape does not mind which shape it starts from; every other reader needs the flat one.
    const isShaped = readers.every((node) => node.op === 'Reshape');
    for (const node of readers) {
      if (!isShaped || shapeInput(graph, node)?.join() !== part.shape.join()) continue;
      dropped.add(node);
      renames.set(node.outputs[0] as string, `${name}/${part.name}`);
    }
    renames.set(output, `${name}/${part.name}`);
    const data = tensor.data.subarray(begin, begin + size);
    initializers.push(initializer(`${name}/${part.name}`, { ...tensor, data, shape: isShaped ? part.shape : [size] }));
    begin += size;
  });
  const nodes = graph.nodes.filter((node) => !dropped.has(node));
  const renamed = rewire({ ...graph, nodes }, renames);
  return { ...renamed, initializers: [...renamed.initializers, ...initializers] };
}

/** The graph whose nodes read other values. */
function rewire(graph: OnnxGraph, renames: ReadonlyMap<string, string>): OnnxGraph {
  const nodes = graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map((name) => renames.get(name) ?? name) }));
  return { ...graph, nodes };
}

function partSizes(parts: readonly ParameterEntry[]): number[] {
  return parts.map(({ shape }) => sizeOf(shape));
}

function sizesOf(graph: OnnxGraph, split: OnnxNode): readonly number[] {
  return shapeInput(graph, split) ?? [];
}

/** The numbers of a node's second input, where that is a stored list of int64. */
function shapeInput(graph: OnnxGraph, node: OnnxNode): readonly number[] | undefined {
  const stored = graph.initializers.find(({ name }) => name === node.inputs[1]);
  if (stored?.dtype !== 'int64') return undefined;
  const { buffer, byteOffset, byteLength } = stored.data.slice();
  return Array.from(new BigInt64Array(buffer, byteOffset, byteLength / 8), Number);
}

function initializer(name: string, { shape, dtype, data }: HostTensor): Initializer {
  return { name, shape, dtype, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}
