import { UnsupportedKernelError } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { Value } from '../graph/value.js';
import { LOWERINGS } from '../lower/index.js';
import { type KernelCall, type Lowering, LoweringRefusal } from '../lower/lowering.js';
import { REFUSALS } from '../lower/refusals.js';
import './repaired-gradients.js';
import { TracingBackend } from './tracing-backend.js';

export const TRACING_BACKEND = 'aigc-trace';

type NamedTensors = { [name: string]: tf.TensorInfo | tf.TensorInfo[] };

function kernelCall(backend: TracingBackend, inputs: NamedTensors, attrs: object): KernelCall {
  const tracedValue = (tensor: tf.TensorInfo): Value => ({
    ...backend.lookUp(tensor.dataId),
    dtype: tensor.dtype as Value['dtype'],
  });
  const optional = (name: string): Value | undefined => {
    const tensor = inputs[name] as tf.TensorInfo | undefined;
    return tensor === undefined || tensor === null ? undefined : tracedValue(tensor);
  };
  return {
    graph: backend.trace.graph,
    optional,
    input: (name) => {
      const value = optional(name);
      if (value === undefined) throw new Error(`input ${name} is missing`);
      return value;
    },
    list: Array.isArray(inputs) ? inputs.map(tracedValue) : [],
    attribute: <T>(name: string) => (attrs as { [name: string]: unknown })[name] as T,
  };
}

function kernelFunction(kernel: string, lowering: Lowering | undefined): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const tracing = backend as TracingBackend;
    const refuse = (reason?: string) => new UnsupportedKernelError(kernel, tracing.trace.functionName, reason);
    if (lowering === undefined) throw refuse(REFUSALS[kernel]);
    try {
      const result = lowering(kernelCall(tracing, inputs as NamedTensors, attrs ?? {}));
      const asTensor = (value: Value): tf.TensorInfo => ({
        dataId: tracing.adopt(value),
        shape: [...value.shape],
        dtype: value.dtype as tf.DataType,
      });
      return Array.isArray(result) ? result.map(asTensor) : asTensor(result as Value);
    } catch (error) {
      throw error instanceof LoweringRefusal ? refuse(error.message) : error;
    }
  };
}

/** Names of all kernels that tfjs-core defines: its exported constants of type string that start with a capital. */
export function allKernelNames(): string[] {
  const names = Object.entries(tf as unknown as { [name: string]: unknown })
    .filter(([name, value]) => typeof value === 'string' && /^[A-Z_]/.test(name) && name !== 'OP_SCOPE_SUFFIX')
    .map(([, value]) => value as string);
  return [...new Set([...names, ...Object.keys(LOWERINGS)])];
}

let backend: TracingBackend | undefined;

/** The process's tracing backend, registered with tfjs on first use. */
export function tracingBackend(): TracingBackend {
  if (backend !== undefined) return backend;
  const created = new TracingBackend();
  tf.registerBackend(TRACING_BACKEND, () => created, 0);
  for (const kernelName of allKernelNames()) {
    const kernelFunc = kernelFunction(kernelName, LOWERINGS[kernelName]);
    tf.registerKernel({ kernelName, backendName: TRACING_BACKEND, kernelFunc });
  }
  backend = created;
  return created;
}
