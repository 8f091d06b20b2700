import type { TensorSpec } from '@aigc/plugin-api';
import type { OnnxGraph } from '../graph/onnx-graph.js';
import { encodeOnnxModel } from '../onnx/encode.js';
import { deviceConnection } from './device-connection.js';
import { notInstalled } from './device-failure.js';
import { type DeviceName, providerOf } from './device-name.js';
import { builtInProviders, defaultThreads, nativeRuntime, webRuntime } from './onnx-runtime.js';
import type { DeviceTensor, Feed } from './program.js';
import { openRuntimeSession } from './runtime-session.js';
import { webgpuGraph } from './webgpu-graph.js';

/** A session of ONNX Runtime over one model held in memory. */
export interface OnnxSession<T extends DeviceTensor = DeviceTensor> {
  /** @throws DeviceError when the device fails */
  run(feeds: ReadonlyMap<string, Feed>, fetches: ReadonlyMap<string, TensorSpec>): Promise<Map<string, T>>;
  release(): Promise<void>;
}

/** How a session is opened. */
export interface SessionOptions {
  readonly name: string;
  readonly device: DeviceName;
  /** Default: one per core. */
  readonly threads: number | undefined;
  readonly outputs: ReadonlyMap<string, TensorSpec>;
  /** Names of nodes that `webgpu` leaves to the processor. */
  readonly hostNodes?: readonly string[];
}

/**
 * Loads a model on a device that runs ONNX graphs.
 *
 * `webgpu` is used in a process of its own: its driver ends the process it runs in where memory is short.
 *
 * @throws DeviceError when the device is not there or refuses the model
 */
export async function openSession(model: Uint8Array, options: SessionOptions): Promise<OnnxSession> {
  if (options.device === 'webgpu') return deviceConnection().open(model, options);
  if (options.device === 'wasm') {
    return openRuntimeSession(await webRuntime(options.threads ?? defaultThreads()), model, options);
  }
  await refuseUnknownProvider(options.device);
  return openRuntimeSession(await nativeRuntime(), model, options);
}

/** Encodes a graph as the device needs it and loads it there. @throws DeviceError as `openSession` */
export function openGraph(graph: OnnxGraph, options: SessionOptions): Promise<OnnxSession> {
  if (options.device !== 'webgpu') return openSession(encodeOnnxModel(graph), options);
  const { graph: placed, hostNodes } = webgpuGraph(graph);
  return openSession(encodeOnnxModel(placed), { ...options, hostNodes });
}

/** @throws DeviceError E-DEVICE-001 where ONNX Runtime was built without the provider */
async function refuseUnknownProvider(device: DeviceName): Promise<void> {
  if ((await builtInProviders()).includes(providerOf(device))) return;
  const { platform, arch } = process;
  throw notInstalled(device, `ONNX Runtime does not bring it for ${platform}-${arch}`, [
    'run `aigc doctor` to see which devices work',
  ]);
}
