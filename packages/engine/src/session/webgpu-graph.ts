import type { Initializer, OnnxGraph, OnnxNode } from '../graph/onnx-graph.js';

/** Outputs of one Split: with its input they fill the eight storage buffers that every WebGPU device gives a shader. */
const MAX_OUTPUTS = 7;

/** A graph for a device, and which of its nodes are left to the processor there. */
export interface PlacedGraph {
  readonly graph: OnnxGraph;
  /** Names of nodes as they are encoded. */
  readonly hostNodes: readonly string[];
}

/**
 * The graph as ONNX Runtime's WebGPU provider can run it.
 *
 * A Split into more parts than a shader has buffers becomes a tree of them, at the price of copying the tensor once a level: a
 * vector of 300 parameters is split in three levels. Transposed convolutions of volumes, which the provider claims and then refuses
 * to run, are left to the processor.
 */
export function webgpuGraph(graph: OnnxGraph): PlacedGraph {
  const sizes = new Map(graph.initializers.map((initializer) => [initializer.name, initializer]));
  const initializers: Initializer[] = [...graph.initializers];
  const nodes = graph.nodes.flatMap((node) => {
    const stored = sizes.get(node.inputs[1] as string);
    if (node.op !== 'Split' || node.outputs.length <= MAX_OUTPUTS || stored === undefined) return [node];
    const tree = splitTree(node, readSizes(stored), node.outputs[0] as string);
    initializers.push(...tree.initializers);
    return tree.nodes;
  });
  const narrow = { ...graph, nodes, initializers };
  return { graph: narrow, hostNodes: nodes.flatMap((node, index) => (isVolumeTranspose(node) ? [`n${index}`] : [])) };
}

/** Splits into groups, and each group into its parts. `prefix` begins the names of what lies between. */
function splitTree(
  split: OnnxNode,
  sizes: readonly number[],
  prefix: string,
): { nodes: OnnxNode[]; initializers: Initializer[] } {
  const { inputs, outputs } = split;
  const length = Math.ceil(sizes.length / MAX_OUTPUTS);
  const starts = sizes.flatMap((_, at) => (at % length === 0 ? [at] : []));
  const groups = starts.map((start) => ({
    outputs: outputs.slice(start, start + length),
    sizes: sizes.slice(start, start + length),
  }));
  const names = groups.map((group, i) => (group.outputs.length === 1 ? (group.outputs[0] as string) : `${prefix}.group${i}`));
  const initializer = int64s(
    `${prefix}.sizes`,
    groups.map((group) => group.sizes.reduce((sum, size) => sum + size, 0)),
  );
  const nodes: OnnxNode[] = [{ ...split, inputs: [inputs[0] as string, initializer.name], outputs: names }];
  const initializers = [initializer];
  groups.forEach((group, i) => {
    if (group.outputs.length === 1) return;
    const name = names[i] as string;
    const inner = splitTree({ ...split, inputs: [name], outputs: group.outputs }, group.sizes, name);
    nodes.push(...inner.nodes);
    initializers.push(...inner.initializers);
  });
  return { nodes, initializers };
}

function readSizes({ data }: Initializer): number[] {
  const { buffer, byteOffset, byteLength } = data.slice();
  return Array.from(new BigInt64Array(buffer, byteOffset, byteLength / 8), Number);
}

function int64s(name: string, values: readonly number[]): Initializer {
  const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return { name, shape: [values.length], dtype: 'int64', data };
}

function isVolumeTranspose({ op, attributes }: OnnxNode): boolean {
  const { strides } = attributes;
  return op === 'ConvTranspose' && strides !== undefined && 'ints' in strides && strides.ints.length > 2;
}
