// The only file that knows onnxruntime-node.
import { availableParallelism } from 'node:os';
import { type DataType, DeviceError, type HostData, type TensorSpec } from '@aigc/plugin-api';
import * as ort from 'onnxruntime-node';
import type { DeviceTensor, Feed } from './program.js';

class OrtTensor implements DeviceTensor {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly tensor: ort.Tensor;

  constructor({ shape, dtype }: TensorSpec, tensor: ort.Tensor) {
    this.shape = shape;
    this.dtype = dtype;
    this.tensor = tensor;
  }

  async data(): Promise<HostData[DataType]> {
    return (await this.tensor.getData()) as HostData[DataType];
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

/** Threads that ONNX Runtime uses unless told otherwise: one per core. */
export function defaultThreads(): number {
  return availableParallelism();
}

/** Loads a model on the CPU. @throws DeviceError when ONNX Runtime refuses it. */
export async function openSession(model: Uint8Array, name: string, threads = defaultThreads()): Promise<OnnxSession> {
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  }).catch((cause: unknown) => {
    throw new DeviceError('E-DEVICE-002', `ONNX Runtime cannot load ${name}: ${messageOf(cause)}`, { cause });
  });
  return {
    async run(feeds, fetches) {
      const inputs = Object.fromEntries([...feeds].map(([port, feed]) => [port, toOrt(feed)]));
      const outputs = await session.run(inputs, [...fetches.keys()]).catch((cause: unknown) => {
        throw new DeviceError('E-DEVICE-003', `${name} failed on device cpu: ${messageOf(cause)}`, { cause, retryable: true });
      });
      return new Map([...fetches].map(([port, spec]) => [port, new OrtTensor(spec, outputs[port] as ort.Tensor)]));
    },
    release: () => session.release(),
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
