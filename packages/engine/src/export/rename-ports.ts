import type { OnnxGraph, Port } from '../graph/onnx-graph.js';

/**
 * The graph with its inputs and outputs under other names. Values inside the graph that would then have the name of a port get
 * another one.
 *
 * @param names new name by old name, for every port that is renamed
 */
export function renamePorts(graph: OnnxGraph, names: ReadonlyMap<string, string>): OnnxGraph {
  const taken = new Set(names.values());
  const rename = (name: string): string => names.get(name) ?? (taken.has(name) ? `${name}.inner` : name);
  const port = ({ name, ...spec }: Port): Port => ({ ...spec, name: rename(name) });
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) })),
    initializers: graph.initializers.map((initializer) => ({ ...initializer, name: rename(initializer.name) })),
    inputs: graph.inputs.map(port),
    outputs: graph.outputs.map(port),
  };
}
