import type { HostTensor, Named, TensorSpec, Tree } from '@aigc/plugin-api';
import { fittingFeed } from '../session/collect-feeds.js';
import { type DeviceName, EAGER_BACKENDS } from '../session/device-name.js';
import { openEagerProgram } from '../session/eager-program.js';
import { openGraph } from '../session/onnx-session.js';
import type { DeviceTensor, Feed } from '../session/program.js';
import type { TensorFunction } from '../trace/trace.js';
import { mapTree, treeLeaves } from '../tree.js';
import { type ExportOnnxOptions, storedGraph } from './export-onnx.js';
import { argumentPath, inputName, outputName } from './port-names.js';

/** Where and how a function with its weights is compiled. */
export interface CompileStoredOptions extends ExportOnnxOptions {
  /** Default `cpu`. */
  readonly device?: DeviceName;
  /** Default: one per core. The result does not depend on it. */
  readonly threads?: number;
}

/** A compiled function that holds its weights. */
export interface StoredProgram {
  /**
   * Runs the function on its inputs by name and returns its outputs by name.
   *
   * @throws ShapeMismatchError naming the input that does not fit its spec.
   * @throws DeviceError when the device is lost or out of memory.
   */
  run(inputs: Named<Feed>): Promise<Named<DeviceTensor>>;
  /** Frees the session. */
  dispose(): Promise<void>;
}

/**
 * Compiles a function for use with one set of weights: it runs the model that `exportOnnx` writes, so an exported file and this
 * program give the same bits on one machine.
 *
 * Weights that cannot change are laid out for the processor and whatever follows from them alone is computed once, when the
 * session is built. A DCGAN of 64 pixels draws a picture in 0.7 ms instead of the 19 that it takes with weights as arguments.
 *
 * @param specs one tree of shapes and types for each argument of `fn`
 * @throws UnsupportedKernelError when `fn` uses a kernel that cannot be lowered
 * @throws DeviceError when the device refuses the graph
 */
export async function compileStored(
  fn: TensorFunction,
  specs: readonly Tree<TensorSpec>[],
  options: CompileStoredOptions,
): Promise<StoredProgram> {
  const { name, device = 'cpu', threads } = options;
  if (device in EAGER_BACKENDS) return openEagerStored(fn, specs, { ...options, device });
  const graph = storedGraph(fn, specs, options);
  const { inputs, outputs } = graph;
  const fetches = new Map(outputs.map((port) => [port.name, port as TensorSpec]));
  const session = await openGraph(graph, { name, device, threads, outputs: fetches });
  return {
    dispose: () => session.release(),
    async run(given) {
      const feeds = new Map<string, Feed>();
      for (const port of inputs) feeds.set(port.name, fittingFeed(`${name}: ${port.name}`, port as TensorSpec, given[port.name]));
      return Object.fromEntries(await session.run(feeds, fetches));
    },
  };
}

/** The same on a device that runs kernel by kernel: the weights are fed at every call. */
async function openEagerStored(
  fn: TensorFunction,
  specs: readonly Tree<TensorSpec>[],
  options: CompileStoredOptions & { readonly device: DeviceName },
): Promise<StoredProgram> {
  const program = await openEagerProgram(fn, specs, options);
  return {
    dispose: () => program.dispose(),
    async run(given) {
      const args = specs.map((tree, argument) =>
        mapTree(tree, (spec, leaf): Feed => {
          const constant: HostTensor | undefined = options.constants.get(argumentPath(argument, leaf))?.tensor;
          const port = inputName(argument, leaf, options);
          return constant ?? fittingFeed(`${options.name}: ${port}`, spec, given[port]);
        }),
      );
      const result = treeLeaves<DeviceTensor>(await program.run(...args));
      return Object.fromEntries(result.map(([leaf, tensor]) => [outputName(leaf, options), tensor]));
    },
  };
}
