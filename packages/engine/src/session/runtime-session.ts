import type { DataType, HostData, TensorSpec } from '@aigc/plugin-api';
import type * as ort from 'onnxruntime-node';
import { sizeOf } from '../graph/value.js';
import { encodeOnnxModel } from '../onnx/encode.js';
import { CUDA_HINTS, cannotLoad, failedRunning, notInstalled, reasonOf, tensorElsewhere } from './device-failure.js';
import { type DeviceName, providerOf } from './device-name.js';
import { defaultThreads, type OnnxRuntime } from './onnx-runtime.js';
import type { OnnxSession, SessionOptions } from './onnx-session.js';
import type { DeviceTensor, Feed } from './program.js';

/** Outputs up to this many elements are losses and the like: they are read at once, so they come to the host by themselves. */
const HOST_OUTPUT_SIZE = 64;

/** Log level of ONNX Runtime; what is less is thrown, and the log would only repeat it. */
const FATAL = 4;
const MISSING_LIBRARY = /failed to load shared library/i;

/** A tensor that a runtime of this process holds. */
export class RuntimeTensor implements DeviceTensor {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly device: DeviceName;
  readonly tensor: ort.Tensor;
  readonly #runtime: OnnxRuntime;

  constructor({ shape, dtype }: TensorSpec, tensor: ort.Tensor, device: DeviceName, runtime: OnnxRuntime) {
    this.shape = shape;
    this.dtype = dtype;
    this.device = device;
    this.tensor = tensor;
    this.#runtime = runtime;
  }

  /** Is it in host memory? */
  get isOnHost(): boolean {
    return this.tensor.location === 'cpu';
  }

  async data(): Promise<HostData[DataType]> {
    if (this.isOnHost) return this.tensor.data as HostData[DataType];
    return download(this.#runtime, this);
  }

  dispose(): void {
    this.tensor.dispose();
  }
}

/** Copies a tensor from the GPU: `Tensor.getData` ends the process in onnxruntime-node 1.30, an Identity graph does not. */
async function download(runtime: OnnxRuntime, { shape, dtype, tensor, device }: RuntimeTensor): Promise<HostData[DataType]> {
  const node = { op: 'Identity', domain: '', inputs: ['x'], outputs: ['y'], attributes: {} };
  const ports = { inputs: [{ name: 'x', shape, dtype }], outputs: [{ name: 'y', shape, dtype }] };
  const model = encodeOnnxModel({ name: 'download', nodes: [node], initializers: [], ...ports });
  const options = { executionProviders: [providerOf(device)], logSeverityLevel: FATAL } as const;
  try {
    const reader = await runtime.InferenceSession.create(model, options);
    try {
      const { y } = await reader.run({ x: tensor });
      return (y as ort.Tensor).data as HostData[DataType];
    } finally {
      await reader.release();
    }
  } catch (cause) {
    throw failedRunning('reading a tensor', device, cause);
  }
}

function toRuntime(port: string, feed: Feed, device: DeviceName, runtime: OnnxRuntime): ort.Tensor {
  if (feed instanceof RuntimeTensor && feed.device === device) return feed.tensor;
  if ('device' in feed) throw tensorElsewhere(port, feed.device, device);
  return new runtime.Tensor(feed.dtype, feed.data as Float32Array, feed.shape);
}

/** Their type lacks what the binding takes. */
function leavingOut(hostNodes: readonly string[]): ort.InferenceSession.WebGpuExecutionProviderOption {
  return { name: 'webgpu', forceCpuNodeNames: hostNodes };
}

function providerOptions({
  device,
  threads = defaultThreads(),
  outputs,
  hostNodes = [],
}: SessionOptions): ort.InferenceSession.SessionOptions {
  const location = ({ shape }: TensorSpec) => (sizeOf(shape) <= HOST_OUTPUT_SIZE ? 'cpu' : 'gpu-buffer');
  return {
    executionProviders: [hostNodes.length === 0 ? providerOf(device) : leavingOut(hostNodes)],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: FATAL,
    // DirectML plans its own memory.
    ...(device === 'directml' ? { enableMemPattern: false } : {}),
    // onnxruntime-node keeps outputs on the device for this provider alone.
    ...(device === 'webgpu'
      ? { preferredOutputLocation: Object.fromEntries([...outputs].map(([port, spec]) => [port, location(spec)])) }
      : {}),
  };
}

/** Opens a session of a runtime in this process. @throws DeviceError E-DEVICE-002 when it refuses the model */
export async function openRuntimeSession(
  runtime: OnnxRuntime,
  model: Uint8Array,
  options: SessionOptions,
): Promise<OnnxSession<RuntimeTensor>> {
  const { name, device } = options;
  const session = await runtime.InferenceSession.create(model, providerOptions(options)).catch((cause: unknown) => {
    throw MISSING_LIBRARY.test(reasonOf(cause))
      ? notInstalled(device, reasonOf(cause), CUDA_HINTS, cause)
      : cannotLoad(name, device, cause);
  });
  return {
    async run(feeds, fetches) {
      const inputs: { [port: string]: ort.Tensor } = {};
      for (const [port, feed] of feeds) inputs[port] = toRuntime(`${name}: ${port}`, feed, device, runtime);
      // Output tensors made beforehand would not save anything: onnxruntime-node 1.30 returns others and copies.
      const outputs = await session.run(inputs, [...fetches.keys()]).catch((cause: unknown) => {
        throw failedRunning(name, device, cause);
      });
      const held = (port: string, spec: TensorSpec) => new RuntimeTensor(spec, outputs[port] as ort.Tensor, device, runtime);
      return new Map([...fetches].map(([port, spec]) => [port, held(port, spec)]));
    },
    release: () => session.release(),
  };
}
