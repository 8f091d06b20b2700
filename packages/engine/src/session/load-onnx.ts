// Codes: E-DECODE-201 a file that is no ONNX model, E-DEVICE-003 the model failed.
import { resolve } from 'node:path';
import { type DataType, DecodeError, type HostData, type HostTensor, type Named } from '@aigc/plugin-api';
import type * as ort from 'onnxruntime-node';
import { failedRunning, reasonOf } from './device-failure.js';
import { nativeRuntime } from './onnx-runtime.js';

/** An input or output of a model that somebody else made. */
export interface LoadedPort {
  readonly name: string;
  /** As ONNX Runtime names it, e.g. `float32`. */
  readonly type: string;
  /** A dimension that the model leaves open is -1. */
  readonly shape: readonly number[];
}

/** An ONNX file in memory, on the CPU. */
export interface LoadedModel {
  readonly inputs: readonly LoadedPort[];
  readonly outputs: readonly LoadedPort[];
  /** Runs the model on its inputs by name. @throws DeviceError where they do not fit */
  run(inputs: Named<HostTensor>): Promise<Named<HostTensor>>;
  dispose(): Promise<void>;
}

/** Log level of ONNX Runtime; what is less is thrown. */
const FATAL = 4;

/**
 * Loads an ONNX file of any origin.
 *
 * @throws DecodeError E-DECODE-201 where ONNX Runtime cannot read it
 */
export async function loadOnnx(path: string, threads?: number): Promise<LoadedModel> {
  const runtime = await nativeRuntime();
  const options: ort.InferenceSession.SessionOptions = {
    logSeverityLevel: FATAL,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  };
  const session = await runtime.InferenceSession.create(resolve(path), options).catch((cause: unknown) => {
    throw new DecodeError('E-DECODE-201', `the file cannot be loaded as an ONNX model: ${reasonOf(cause)}`, {
      path: resolve(path),
      cause,
    });
  });
  return {
    inputs: session.inputMetadata.map(portOf),
    outputs: session.outputMetadata.map(portOf),
    dispose: () => session.release(),
    run: async (inputs) => {
      const feeds = Object.entries(inputs).map(([name, { dtype, data, shape }]) => [
        name,
        new runtime.Tensor(dtype, data as Float32Array, shape),
      ]);
      const outputs = await session.run(Object.fromEntries(feeds)).catch((cause: unknown) => {
        throw failedRunning(resolve(path), 'cpu', cause);
      });
      return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, toHost(tensor as ort.Tensor)]));
    },
  };
}

function portOf(metadata: ort.InferenceSession.ValueMetadata): LoadedPort {
  if (!metadata.isTensor) return { name: metadata.name, type: 'none', shape: [] };
  const shape = metadata.shape.map((size) => (typeof size === 'number' && size >= 0 ? size : -1));
  return { name: metadata.name, type: metadata.type, shape };
}

function toHost(tensor: ort.Tensor): HostTensor {
  return { shape: tensor.dims, dtype: tensor.type as DataType, data: tensor.data as HostData[DataType] };
}
