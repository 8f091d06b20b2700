import type { DataType, TensorSpec, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { GraphBuilder } from '../graph/graph-builder.js';
import type { OnnxGraph } from '../graph/onnx-graph.js';
import type { Value } from '../graph/value.js';
import { mapTree } from '../tree.js';
import { TRACING_BACKEND, tracingBackend } from './register-kernels.js';

/** A pure function on trees of tensors, written with tfjs-core operations. */
export type TensorFunction = (...args: never[]) => Tree<tf.Tensor>;

/** A traced function: its graph, and which ports are which arguments and results. */
export interface Trace {
  readonly graph: OnnxGraph;
  /** For each argument, the tree with port names for leaves. */
  readonly inputs: readonly Tree<PortRef>[];
  readonly output: Tree<PortRef>;
}

/** What the graph may use. */
export interface TraceOptions {
  /** Channels that the blocked convolutions of the processor take at a time; without it the graph runs anywhere. */
  readonly channelBlock?: number | undefined;
}

/** A leaf of a program's arguments or result: the port that carries it. */
export interface PortRef extends TensorSpec {
  readonly port: string;
}

/** Runs `body` with tfjs's active backend set to the tracer, and sets it back. tfjs allows one backend at a time. */
function whileTracing<T>(graph: GraphBuilder, functionName: string, body: () => T): T {
  const backend = tracingBackend();
  const previous = tf.getBackend() as string | undefined;
  if (backend.active !== undefined) throw new Error(`compile: ${functionName} is traced inside another trace`);
  backend.active = { graph, functionName };
  // The tracer's factory is synchronous, so the switch is complete when setBackend returns its promise.
  void tf.setBackend(TRACING_BACKEND);
  try {
    return body();
  } finally {
    backend.active = undefined;
    if (previous !== undefined && previous !== TRACING_BACKEND) void tf.setBackend(previous);
  }
}

/**
 * Calls `fn` once on placeholders and records every kernel it runs, gradients and optimiser included, as an ONNX graph.
 *
 * @throws UnsupportedKernelError naming the kernel and the function.
 */
export function trace(fn: TensorFunction, specs: readonly Tree<TensorSpec>[], name: string, options: TraceOptions = {}): Trace {
  const graph = new GraphBuilder(name, options.channelBlock);
  return whileTracing(graph, name, () => {
    const backend = tracingBackend();
    const inputs = specs.map((spec, i) =>
      mapTree(spec, ({ shape, dtype }, path): PortRef => ({ port: `arg${i}${path === '' ? '' : `.${path}`}`, shape, dtype })),
    );
    const values = new Map<string, Value>();
    let output: Tree<PortRef> | undefined;
    tf.tidy(() => {
      const placeholder = ({ port, shape, dtype }: PortRef) => {
        const dataId = backend.adopt(graph.input(port, shape, dtype));
        return tf.engine().makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype });
      };
      const result = fn(...(inputs.map((tree) => mapTree(tree, placeholder)) as never[]));
      output = mapTree(result, (tensor, path) => {
        const ref: PortRef = { port: `out.${path}`, shape: tensor.shape, dtype: tensor.dtype as DataType };
        values.set(ref.port, { ...backend.lookUp(tensor.dataId), dtype: ref.dtype });
        return ref;
      });
    });
    return { graph: graph.finish(values), inputs, output: output as unknown as Tree<PortRef> };
  });
}
