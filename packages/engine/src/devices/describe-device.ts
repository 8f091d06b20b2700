import { cpus } from 'node:os';
import type { DeviceFacts } from '@aigc/plugin-api';
import type { DeviceName } from '../session/device-name.js';
import { defaultThreads } from '../session/onnx-runtime.js';
import { tensorflowPackage } from '../session/tensorflow-backend.js';
import { findAdapter } from './adapter.js';
import { gpuName } from './gpu-name.js';
import { measureGigaflops } from './measure-device.js';

/** The processor and the threads that are used of it. */
export function processorName(threads: number): string {
  return `${cpus()[0]?.model.trim() ?? process.arch}, ${threads} thread${threads === 1 ? '' : 's'}`;
}

async function adapterText(): Promise<string> {
  const adapter = await findAdapter();
  if (adapter === undefined) return 'software adapter, no GPU was found';
  return adapter.isSoftware ? `software adapter ${adapter.name}` : adapter.name;
}

async function descriptionOf(device: DeviceName, threads: number): Promise<string> {
  if (device === 'cpu') return processorName(threads);
  if (device === 'webgpu') return adapterText();
  if (device === 'wasm') return `WebAssembly on ${processorName(threads)}`;
  if (device === 'tensorflow') return tensorflowPackage() as string;
  if (device === 'tfjs') return `JavaScript on ${processorName(1)}`;
  return (await gpuName()) ?? 'GPU of this machine';
}

/**
 * Names a device and measures it on chained float32 matrix products.
 *
 * @throws DeviceError when the device is not there
 */
export async function describeDevice(threads = defaultThreads(), device: DeviceName = 'cpu'): Promise<DeviceFacts> {
  const gigaflops = await measureGigaflops({ device, threads });
  return { name: device, description: await descriptionOf(device, threads), gigaflops };
}
