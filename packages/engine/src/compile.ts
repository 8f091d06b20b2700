import { ShapeMismatchError, type TensorSpec, type Tree } from '@aigc/plugin-api';
import { encodeOnnxModel } from './onnx/encode.js';
import { openSession } from './session/onnx-session.js';
import type { CompileOptions, DeviceTensor, Feed, Program } from './session/program.js';
import { type PortRef, type TensorFunction, trace } from './trace/trace.js';
import { mapTree, treeGet, treeLeaves } from './tree.js';

/** Takes the feeds of one argument from its tree, by the ports of its spec. */
function collectFeeds(name: string, refs: Tree<PortRef>, argument: Tree<Feed> | undefined, feeds: Map<string, Feed>): void {
  for (const [path, ref] of treeLeaves(refs)) {
    const feed = argument === undefined ? undefined : (treeGet(argument, path) as Feed | undefined);
    const expected = `${ref.dtype} [${ref.shape.join(', ')}]`;
    if (feed === undefined) throw new ShapeMismatchError(`${name}: ${ref.port}`, expected, 'nothing');
    const fits = feed.dtype === ref.dtype && feed.shape.length === ref.shape.length;
    if (!fits || feed.shape.some((size, axis) => size !== ref.shape[axis])) {
      throw new ShapeMismatchError(`${name}: ${ref.port}`, expected, `${feed.dtype} [${feed.shape.join(', ')}]`);
    }
    feeds.set(ref.port, feed);
  }
}

/**
 * Turns a pure TensorFlow.js function into a native program.
 *
 * `fn` is called once, on placeholders; what it computes, gradients included, becomes an ONNX graph that ONNX Runtime runs.
 * Randomness is an argument: numbers drawn inside `fn` would be the same on every run.
 *
 * ```ts
 * const step = (state: { w: tf.Tensor2D }, x: tf.Tensor2D) => ({ y: tf.matMul(x, state.w) });
 * const program = await compile(step, [{ w: spec([4, 2]) }, spec([8, 4])], { name: 'step' });
 * const { y } = await program.run({ w }, x);
 * ```
 *
 * @param specs one tree of shapes and types for each argument of `fn`
 * @throws UnsupportedKernelError when `fn` uses a kernel that cannot be lowered
 * @throws DeviceError when the device refuses the graph
 */
export async function compile(fn: TensorFunction, specs: readonly Tree<TensorSpec>[], options: CompileOptions): Promise<Program> {
  const { name } = options;
  const started = performance.now();
  const traced = trace(fn, specs, name);
  const traceMs = performance.now() - started;
  const fetches = new Map(treeLeaves(traced.output).map(([, ref]) => [ref.port, ref]));
  const { device = 'cpu', threads } = options;
  const session = await openSession(encodeOnnxModel(traced.graph), { name, device, threads, outputs: fetches });
  const sessionMs = performance.now() - started - traceMs;
  return {
    facts: { nodes: traced.graph.nodes.length, traceMs, sessionMs },
    dispose: () => session.release(),
    async run(...args) {
      const feeds = new Map<string, Feed>();
      traced.inputs.forEach((refs, i) => {
        collectFeeds(name, refs, args[i], feeds);
      });
      const outputs = await session.run(feeds, fetches);
      return mapTree(traced.output, ({ port }) => outputs.get(port) as DeviceTensor);
    },
  };
}
