import type { TensorSpec, Tree } from '@aigc/plugin-api';
import { collectFeeds } from './session/collect-feeds.js';
import { EAGER_BACKENDS } from './session/device-name.js';
import { openEagerProgram } from './session/eager-program.js';
import { openGraph } from './session/onnx-session.js';
import type { CompileOptions, DeviceTensor, Program } from './session/program.js';
import { retainFreedMemory } from './session/retain-freed-memory.js';
import type { TensorFunction } from './trace/trace.js';
import { traceForDevice } from './trace-for-device.js';
import { mapTree, treeLeaves } from './tree.js';

/**
 * Turns a pure TensorFlow.js function into a native program.
 *
 * `fn` is called once, on placeholders; what it computes, gradients included, becomes an ONNX graph that ONNX Runtime runs.
 * Randomness is an argument: numbers drawn inside `fn` would be the same on every run. On the devices `tensorflow` and `tfjs` the
 * function is called at every run instead, and its kernels are run one by one.
 *
 * ```ts
 * const step = (state: { w: tf.Tensor2D }, x: tf.Tensor2D) => ({ y: tf.matMul(x, state.w) });
 * const program = await compile(step, [{ w: spec([4, 2]) }, spec([8, 4])], { name: 'step' });
 * const { y } = await program.run({ w }, x);
 * ```
 *
 * @param specs one tree of shapes and types for each argument of `fn`
 * @throws UnsupportedKernelError when `fn` uses a kernel that cannot be lowered
 * @throws DeviceError when the device is not there or refuses the graph
 */
export async function compile(fn: TensorFunction, specs: readonly Tree<TensorSpec>[], options: CompileOptions): Promise<Program> {
  const { name, device = 'cpu', threads } = options;
  if (device in EAGER_BACKENDS) return openEagerProgram(fn, specs, { name, device });
  retainFreedMemory();
  const { traced, traceMs } = await traceForDevice(device, fn, specs, name);
  const fetches = new Map(treeLeaves(traced.output).map(([, ref]) => [ref.port, ref]));
  const started = performance.now();
  const session = await openGraph(traced.graph, { name, device, threads, outputs: fetches });
  const sessionMs = performance.now() - started;
  return {
    facts: { nodes: traced.graph.nodes.length, traceMs, sessionMs },
    dispose: () => session.release(),
    async run(...args) {
      const outputs = await session.run(collectFeeds(name, traced.inputs, args), fetches);
      return mapTree(traced.output, ({ port }) => outputs.get(port) as DeviceTensor);
    },
  };
}
