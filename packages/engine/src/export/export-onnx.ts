// Codes: E-EXPORT-001 two ports or weights of one name, -002 too large for one file.
import { AigcError, EXIT, type TensorSpec, type Tree } from '@aigc/plugin-api';
import type { OnnxGraph, Port } from '../graph/onnx-graph.js';
import { encodeOnnxModel, type ModelFacts } from '../onnx/encode.js';
import { type TensorFunction, trace } from '../trace/trace.js';
import { treeLeaves } from '../tree.js';
import { argumentPath, inputName, outputName } from './port-names.js';
import { renamePorts } from './rename-ports.js';
import { type StoredConstant, storeConstants } from './store-constants.js';

/** Protocol buffers cannot hold more than 2 GiB in one message. */
const MAX_BYTES = 2 ** 31 - 1;

/** What an exported file is called inside and what it says about itself. */
export interface ExportOnnxOptions extends ModelFacts {
  /** Name of the graph, and of the function in error messages. */
  readonly name: string;
  /**
   * Weights by their path in the arguments of `fn`, the argument's number first: `0.average` is the leaf `average` of the first
   * argument. Every other leaf is an input of the file.
   */
  readonly constants: ReadonlyMap<string, StoredConstant>;
  /** Names of inputs by their path, e.g. `{ '1.z': 'z' }`; one that is not here keeps its path without the number. */
  readonly inputNames?: { readonly [path: string]: string };
  /** Names of outputs by their path in the result; the path of a result that is one tensor is `''`. */
  readonly outputNames?: { readonly [path: string]: string };
}

/** An ONNX model file, and what to feed it and read from it. */
export interface ExportedModel {
  readonly bytes: Uint8Array;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/**
 * Writes a pure TensorFlow.js function and its weights as an ONNX model file that needs nothing beside it (opset 20, IR 9).
 *
 * Shapes are fixed: a file takes the batch size that the specs name. Tensors keep the layout that the function has (images
 * `[B, H, W, C]`). ONNX Runtime gives with it what `compileStored` gives, bit for bit on one machine; a program of `compile`,
 * whose weights are arguments, rounds differently, since weights that are known let ONNX Runtime merge and lay out operations.
 *
 * ```ts
 * const { bytes } = exportOnnx((state, x) => tf.matMul(x, state.w), [{ w: spec([4, 2]) }, spec([1, 4])], {
 *   name: 'linear',
 *   constants: new Map([['0.w', { name: 'w', tensor: w }]]),
 *   inputNames: { '1': 'x' },
 *   outputNames: { '': 'y' },
 * });
 * ```
 *
 * @param specs one tree of shapes and types for each argument of `fn`
 * @throws UnsupportedKernelError when `fn` uses a kernel that cannot be lowered
 * @throws AigcError E-EXPORT-002 when the file would be larger than 2 GiB
 */
export function exportOnnx(fn: TensorFunction, specs: readonly Tree<TensorSpec>[], options: ExportOnnxOptions): ExportedModel {
  const graph = storedGraph(fn, specs, options);
  return { bytes: encodeOnnxModel(graph, options), inputs: graph.inputs, outputs: graph.outputs };
}

/** The graph of an exported file. */
export function storedGraph(fn: TensorFunction, specs: readonly Tree<TensorSpec>[], options: ExportOnnxOptions): OnnxGraph {
  const { name, constants } = options;
  refuseTooLarge(name, constants);
  const traced = trace(fn, specs, name);
  const ports = new Map<string, string>();
  const stored = new Map<string, StoredConstant>();
  traced.inputs.forEach((refs, argument) => {
    for (const [leaf, ref] of treeLeaves(refs)) {
      const constant = constants.get(argumentPath(argument, leaf));
      if (constant === undefined) ports.set(ref.port, inputName(argument, leaf, options));
      else stored.set(ref.port, constant);
    }
  });
  for (const [leaf, ref] of treeLeaves(traced.output)) ports.set(ref.port, outputName(leaf, options));
  refuseEqualNames(name, [...ports.values(), ...[...stored.values()].map((constant) => constant.name)]);
  return renamePorts(storeConstants(traced.graph, stored), ports);
}

function refuseTooLarge(name: string, constants: ReadonlyMap<string, StoredConstant>): void {
  const bytes = [...constants.values()].reduce((sum, { tensor }) => sum + tensor.data.byteLength, 0);
  if (bytes <= MAX_BYTES) return;
  throw new AigcError(
    'E-EXPORT-002',
    EXIT.failed,
    `export: ${name} has ${bytes} bytes of weights; an ONNX file holds 2 GiB at most`,
    {
      hints: ['export the weights as safetensors'],
    },
  );
}

function refuseEqualNames(name: string, names: readonly string[]): void {
  const twice = names.find((candidate, i) => names.indexOf(candidate) !== i);
  if (twice === undefined) return;
  throw new AigcError('E-EXPORT-001', EXIT.failed, `export: two inputs, outputs or weights of ${name} are called "${twice}"`);
}
