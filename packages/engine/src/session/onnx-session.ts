// The only file that knows onnxruntime-node.
import { availableParallelism } from 'node:os';
import { type DataType, DeviceError, type HostData, type TensorSpec } from '@aigc/plugin-api';
import * as ort from 'onnxruntime-node';
import { sizeOf } from '../graph/value.js';
import { encodeOnnxModel } from '../onnx/encode.js';
import type { DeviceName, DeviceTensor, Feed } from './program.js';

/** Outputs up to this many elements are losses and the like: they are read at once, so they come to the host by themselves. */
const HOST_OUTPUT_SIZE = 64;

type Download = (tensor: ort.Tensor, spec: TensorSpec) => Promise<HostData[DataType]>;

class OrtTensor implements DeviceTensor {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly tensor: ort.Tensor;
  readonly #download: Download;

  constructor({ shape, dtype }: TensorSpec, tensor: ort.Tensor, download: Download) {
    this.shape = shape;
    this.dtype = dtype;
    this.tensor = tensor;
    this.#download = download;
  }

  async data(): Promise<HostData[DataType]> {
    if (this.tensor.location === 'cpu') return this.tensor.data as HostData[DataType];
    return this.#download(this.tensor, this);
  }

  dispose(): void {
    this.tensor.dispose();
  }
}

function toOrt(feed: Feed): ort.Tensor {
  if (feed instanceof OrtTensor) return feed.tensor;
  if (!('data' in feed) || typeof feed.data === 'function') throw new Error('a device tensor of another session was fed');
  return new ort.Tensor(feed.dtype, feed.data as Float32Array, feed.shape);
}

/** A session of ONNX Runtime over one model held in memory. */
export interface OnnxSession {
  run(feeds: ReadonlyMap<string, Feed>, fetches: ReadonlyMap<string, TensorSpec>): Promise<Map<string, DeviceTensor>>;
  release(): Promise<void>;
}

/** How a session is opened. */
export interface SessionOptions {
  readonly name: string;
  readonly device: DeviceName;
  /** Default: one per core. */
  readonly threads: number | undefined;
  readonly outputs: ReadonlyMap<string, TensorSpec>;
}

/** Threads that ONNX Runtime uses unless told otherwise: one per core. */
export function defaultThreads(): number {
  return availableParallelism();
}

/** Executors that the installed ONNX Runtime was built with, by its own names. */
export function builtInBackends(): readonly string[] {
  return ort.listSupportedBackends().map(({ name }) => name);
}

function sessionOptions({ device, threads = defaultThreads(), outputs }: SessionOptions): ort.InferenceSession.SessionOptions {
  const location = ({ shape }: TensorSpec) => (sizeOf(shape) <= HOST_OUTPUT_SIZE ? 'cpu' : 'gpu-buffer');
  return {
    executionProviders: [device],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // 3 = errors
    logSeverityLevel: 3,
    ...(device === 'cpu'
      ? {}
      : { preferredOutputLocation: Object.fromEntries([...outputs].map(([port, spec]) => [port, location(spec)])) }),
  };
}

/** Copies a tensor from the GPU: `Tensor.getData` ends the process in onnxruntime-node 1.30, an Identity graph does not. */
async function downloadFrom(tensor: ort.Tensor, { shape, dtype }: TensorSpec, device: DeviceName): Promise<HostData[DataType]> {
  const node = { op: 'Identity', domain: '', inputs: ['x'], outputs: ['y'], attributes: {} };
  const ports = { inputs: [{ name: 'x', shape, dtype }], outputs: [{ name: 'y', shape, dtype }] };
  const model = encodeOnnxModel({ name: 'download', nodes: [node], initializers: [], ...ports });
  const reader = await ort.InferenceSession.create(model, { executionProviders: [device], logSeverityLevel: 3 });
  try {
    const { y } = await reader.run({ x: tensor });
    return (y as ort.Tensor).data as HostData[DataType];
  } finally {
    await reader.release();
  }
}

/** Loads a model on a device. @throws DeviceError when ONNX Runtime refuses it, or later when the device fails. */
export async function openSession(model: Uint8Array, options: SessionOptions): Promise<OnnxSession> {
  const { name, device } = options;
  const session = await ort.InferenceSession.create(model, sessionOptions(options)).catch((cause: unknown) => {
    throw new DeviceError('E-DEVICE-002', `${name} cannot be loaded on device ${device}: ${messageOf(cause)}`, {
      hints: device === 'cpu' ? [] : ['run `aigc doctor` to see which devices work', 'or use --device cpu'],
      cause,
    });
  });
  const download: Download = (tensor, spec) => downloadFrom(tensor, spec, device);
  return {
    async run(feeds, fetches) {
      const inputs = Object.fromEntries([...feeds].map(([port, feed]) => [port, toOrt(feed)]));
      // Output tensors made beforehand would not save anything: onnxruntime-node 1.30 returns others and copies.
      const outputs = await session.run(inputs, [...fetches.keys()]).catch((cause: unknown) => {
        throw new DeviceError('E-DEVICE-003', `${name} failed on device ${device}: ${messageOf(cause)}`, {
          cause,
          retryable: true,
        });
      });
      return new Map([...fetches].map(([port, spec]) => [port, new OrtTensor(spec, outputs[port] as ort.Tensor, download)]));
    },
    release: () => session.release(),
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
