import { ShapeMismatchError, type TensorSpec, type Tree } from '@aigc/plugin-api';
import type { OnnxGraph, Port } from '../graph/onnx-graph.js';
import { sizeOf } from '../graph/value.js';
import type { PortRef, Trace } from '../trace/trace.js';
import { treeLeaves } from '../tree.js';

const STEPS_AXIS = 'steps';

/** A traced step as the body of a loop. */
export interface ScanGraph {
  readonly graph: OnnxGraph;
  /** State before the first step, inputs of all steps, state after the last, metrics of all: leaves by their path. */
  readonly ports: {
    readonly [part in 'before' | 'inputs' | 'after' | 'metrics']: ReadonlyMap<string, Port>;
  };
}

/**
 * The graph that makes one step for each row of its inputs: a `Scan` whose carried values are the state's leaves. Inputs and metrics
 * have one more axis, the steps, which the feeds decide: one session serves any number of them, and always by the same body.
 *
 * Scan and not Loop: it reads rows where they lie and counts them itself; Loop takes a Gather an input and a number of rounds.
 *
 * @throws ShapeMismatchError naming the leaf where the new state has not the form of the old one, or a metric is not one number
 * @see https://onnx.ai/onnx/operators/onnx__Scan.html
 */
export function scanGraph({ graph, inputs, output }: Trace): ScanGraph {
  const [state, stacked] = inputs as readonly [Tree<PortRef>, Tree<PortRef>];
  const { state: next, metrics } = output as { readonly [part in 'state' | 'metrics']: Tree<PortRef> };
  refuseOtherForm(graph.name, treeLeaves(state), treeLeaves(next));
  for (const [path, { shape }] of treeLeaves(metrics)) {
    if (sizeOf(shape) !== 1)
      throw new ShapeMismatchError(`${graph.name}: metrics.${path}`, 'one number', `[${shape.join(', ')}]`);
  }
  const bodyInputs = [...treeLeaves(state), ...treeLeaves(stacked)].map(([, ref]) => portOf(graph.inputs, ref));
  const bodyOutputs = [...treeLeaves(next), ...treeLeaves(metrics)].map(([, ref]) => portOf(graph.outputs, ref));
  const ports = {
    before: outerPorts(state, {}),
    inputs: outerPorts(stacked, { stackAxis: STEPS_AXIS }),
    after: outerPorts(next, {}),
    metrics: outerPorts(metrics, { stackAxis: STEPS_AXIS }),
  };
  const outerInputs = [...ports.before.values(), ...ports.inputs.values()];
  const outerOutputs = [...ports.after.values(), ...ports.metrics.values()];
  const scan = {
    op: 'Scan',
    domain: '',
    inputs: outerInputs.map(({ name }) => name),
    outputs: outerOutputs.map(({ name }) => name),
    attributes: {
      body: { graph: { ...graph, inputs: bodyInputs, outputs: bodyOutputs } },
      num_scan_inputs: { int: ports.inputs.size },
    },
  };
  return {
    graph: { name: graph.name, nodes: [scan], initializers: [], inputs: outerInputs, outputs: outerOutputs },
    ports,
  };
}

function portOf(ports: readonly Port[], { port }: PortRef): Port {
  return ports.find(({ name }) => name === port) as Port;
}

/** Ports around the loop; names inside and outside of it may not be the same. */
function outerPorts(tree: Tree<PortRef>, more: { readonly stackAxis?: string }): Map<string, Port> {
  return new Map(
    treeLeaves(tree).map(([path, { port, shape, dtype }]) => [path, { name: `steps.${port}`, shape, dtype, ...more }]),
  );
}

type Leaves = readonly (readonly [path: string, spec: TensorSpec])[];

function refuseOtherForm(name: string, before: Leaves, after: Leaves): void {
  const described = (leaves: Leaves) =>
    new Map(leaves.map(([path, { shape, dtype }]) => [path, `${dtype} [${shape.join(', ')}]`]));
  const [old, next] = [described(before), described(after)];
  for (const path of new Set([...old.keys(), ...next.keys()])) {
    const [expected = 'nothing', got = 'nothing'] = [old.get(path), next.get(path)];
    if (expected !== got) throw new ShapeMismatchError(`${name}: state.${path} after a step`, expected, got);
  }
}
