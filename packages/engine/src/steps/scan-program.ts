import { type HostTensor, type Named, ShapeMismatchError, type TensorSpec, type Tree } from '@aigc/plugin-api';
import type { Port } from '../graph/onnx-graph.js';
import { fittingFeed } from '../session/collect-feeds.js';
import { openGraph } from '../session/onnx-session.js';
import type { CompileOptions, DeviceTensor, Feed } from '../session/program.js';
import { retainFreedMemory } from '../session/retain-freed-memory.js';
import { traceForDevice } from '../trace-for-device.js';
import { mapTree, treeGet } from '../tree.js';
import { scanGraph } from './scan-graph.js';
import { stackRows } from './stack-rows.js';
import type { StepFunction, StepProgram, StepSpecs } from './step-program.js';

/**
 * A step whose repetition is a part of its graph.
 *
 * Each call of ONNX Runtime copies the whole state into memory that is garbage after the next call: of a VAE's step of 10 ms, 4 went
 * into that. Between the steps of one call the state stays in ONNX Runtime's own memory.
 */
export async function openScanProgram(fn: StepFunction, specs: StepSpecs, options: CompileOptions): Promise<StepProgram> {
  const { name, device = 'cpu', threads } = options;
  retainFreedMemory();
  const { traced, traceMs } = await traceForDevice(device, fn, [specs.state, specs.inputs], name);
  const { graph, ports } = scanGraph(traced);
  const fetches = new Map(graph.outputs.map((port) => [port.name, port as TensorSpec]));
  const started = performance.now();
  const session = await openGraph(graph, { name, device, threads, outputs: fetches });
  const sessionMs = performance.now() - started;
  return {
    canGroup: true,
    facts: { nodes: traced.graph.nodes.length, traceMs, sessionMs },
    dispose: () => session.release(),
    async run(state, inputs) {
      const feeds = new Map([...stateFeeds(name, ports.before, state), ...stackedFeeds(name, ports.inputs, inputs)]);
      const outputs = await session.run(feeds, fetches);
      const after = (path: string) => outputs.get((ports.after.get(path) as Port).name) as DeviceTensor;
      const metrics = await metricsOf(ports.metrics, outputs, inputs.length);
      return { state: mapTree(specs.state, (_, path) => after(path)), metrics };
    },
  };
}

type Ports = ReadonlyMap<string, Port>;

function stateFeeds(name: string, ports: Ports, state: Tree<Feed>): [port: string, feed: Feed][] {
  return [...ports].map(([path, port]) => {
    const feed = treeGet(state, path) as Feed | undefined;
    return [port.name, fittingFeed(`${name}: state.${path}`, port as TensorSpec, feed)];
  });
}

function stackedFeeds(name: string, ports: Ports, inputs: readonly Named<HostTensor>[]): [port: string, feed: Feed][] {
  if (inputs.length === 0) throw new ShapeMismatchError(`${name}: inputs`, 'those of one step at least', 'none');
  return [...ports].map(([path, port]) => {
    const rows = inputs.map((step, i) => fittingFeed(`${name}: inputs[${i}].${path}`, port as TensorSpec, step[path]));
    return [port.name, stackRows(rows as [HostTensor, ...HostTensor[]])];
  });
}

async function metricsOf(ports: Ports, outputs: ReadonlyMap<string, DeviceTensor>, steps: number): Promise<Named<number>[]> {
  const columns: [path: string, values: ArrayLike<number>][] = [];
  for (const [path, { name }] of ports) columns.push([path, await (outputs.get(name) as DeviceTensor).data()]);
  const at = (step: number) => columns.map(([path, values]) => [path, values[step] as number] as const);
  return Array.from({ length: steps }, (_, step) => Object.fromEntries(at(step)));
}
