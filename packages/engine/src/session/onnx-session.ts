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

/** What an output of a session does where it came from: copy itself to the host, and give its memory back. */
interface Origin {
  readonly download: Download;
  readonly reclaim: (tensor: ort.Tensor) => void;
}

class OrtTensor implements DeviceTensor {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly tensor: ort.Tensor;
  readonly #origin: Origin;
  #isDisposed = false;

  constructor({ shape, dtype }: TensorSpec, tensor: ort.Tensor, origin: Origin) {
    this.shape = shape;
    this.dtype = dtype;
    this.tensor = tensor;
    this.#origin = origin;
  }

  async data(): Promise<HostData[DataType]> {
    // A copy: the memory is written again once this tensor is disposed.
    if (this.tensor.location === 'cpu') return this.tensor.data.slice() as HostData[DataType];
    return this.#origin.download(this.tensor, this);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#origin.reclaim(this.tensor);
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

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/**
 * Host memory for a session's outputs, used again once a tensor in it was disposed: a training step then writes its new state
 * over the one before last, and nothing is allocated or copied.
 */
class OutputMemory {
  readonly #free = new Map<string, ort.Tensor[]>();

  take(port: string, { shape, dtype }: TensorSpec): ort.Tensor {
    const free = this.#free.get(port)?.pop();
    return free ?? new ort.Tensor(dtype, new ARRAYS[dtype](sizeOf(shape)) as Float32Array, shape);
  }

  giveBack(port: string, tensor: ort.Tensor): void {
    const free = this.#free.get(port);
    if (free === undefined) this.#free.set(port, [tensor]);
    else free.push(tensor);
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
  const memory = new OutputMemory();
  return {
    async run(feeds, fetches) {
      const inputs = Object.fromEntries([...feeds].map(([port, feed]) => [port, toOrt(feed)]));
      const wanted = Object.fromEntries(
        [...fetches].map(([port, spec]) => [port, device === 'cpu' ? memory.take(port, spec) : null]),
      );
      const outputs = await session.run(inputs, wanted).catch((cause: unknown) => {
        throw new DeviceError('E-DEVICE-003', `${name} failed on device ${device}: ${messageOf(cause)}`, {
          cause,
          retryable: true,
        });
      });
      const wrap = (port: string, spec: TensorSpec) => {
        const reclaim = (tensor: ort.Tensor) => (tensor.location === 'cpu' ? memory.giveBack(port, tensor) : tensor.dispose());
        return new OrtTensor(spec, outputs[port] as ort.Tensor, { download, reclaim });
      };
      return new Map([...fetches].map(([port, spec]) => [port, wrap(port, spec)]));
    },
    release: () => session.release(),
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
