import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { AigcError, type DeviceFacts } from '@aigc/plugin-api';
import type { DeviceName } from '../session/device-name.js';
import { builtInProviders, defaultThreads, optionalPackage } from '../session/onnx-runtime.js';
import { tensorflowPackage } from '../session/tensorflow-backend.js';
import { findAdapter } from './adapter.js';
import { describeDevice } from './describe-device.js';
import { gpuName } from './gpu-name.js';
import { machineKey } from './machine-key.js';
import { measureStepMs } from './measure-device.js';
import { probeProvider } from './probe-provider.js';

/** What `--device` takes. */
export type DeviceChoice = DeviceName | 'auto';

function cacheFile(): string {
  const home = process.env.AIGC_HOME ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'aigc');
  return join(home, 'devices.json');
}

async function readCache(key: string): Promise<DeviceFacts | undefined> {
  const cached = await readFile(cacheFile(), 'utf8').then(JSON.parse, () => undefined);
  return cached?.key === key ? (cached.facts as DeviceFacts) : undefined;
}

/** A cache that cannot be written costs the next start a second, nothing else. */
async function writeCache(key: string, facts: DeviceFacts): Promise<void> {
  const path = cacheFile();
  await mkdir(dirname(path), { recursive: true })
    .then(() => writeFile(path, JSON.stringify({ key, facts })))
    .catch(() => undefined);
}

/**
 * Devices beside the processor that may be the fastest. CoreML is not among them: it may compute in half precision.
 *
 * Providers that are used in this process are tried in another one first; `webgpu` always is in another one.
 */
async function rivals(providers: readonly string[]): Promise<DeviceName[]> {
  const found: DeviceName[] = [];
  if (providers.includes('webgpu') && (await findAdapter())?.isSoftware === false) found.push('webgpu');
  for (const device of ['cuda', 'directml'] as const) {
    const provider = device === 'directml' ? 'dml' : device;
    if (providers.includes(provider) && 'gigaflops' in (await probeProvider(provider))) found.push(device);
  }
  if (tensorflowPackage() !== undefined) found.push('tensorflow');
  return found;
}

/** A device that cannot be used is a reason to use another; anything else is a bug. */
async function unlessFailed<T>(measuring: Promise<T>): Promise<T | undefined> {
  return measuring.catch((error: unknown) => {
    if (AigcError.isInstance(error)) return undefined;
    throw error;
  });
}

async function fastest(devices: readonly DeviceName[], threads: number): Promise<DeviceName> {
  let best: readonly [DeviceName, number] = ['cpu', Number.POSITIVE_INFINITY];
  for (const device of devices) {
    const ms = await unlessFailed(measureStepMs({ device, threads }));
    if (ms !== undefined && ms < best[1]) best = [device, ms];
  }
  return best[0];
}

/**
 * The device to run on: the named one, or with `auto` the one that does a small training step fastest.
 *
 * `auto` looks for a GPU only where the operating system knows one, and never takes a software adapter. What it chose is remembered
 * until the machine, a driver or a version changes. Where the native runtime does not start it takes `wasm`, or `tfjs` last.
 *
 * @throws DeviceError when the named device is not there
 */
export async function chooseDevice(choice: DeviceChoice, threads = defaultThreads()): Promise<DeviceFacts> {
  if (choice !== 'auto') return describeDevice(threads, choice);
  const providers = await unlessFailed(builtInProviders());
  if (providers === undefined) return describeDevice(threads, optionalPackage('onnxruntime-web') === undefined ? 'tfjs' : 'wasm');
  if ((await gpuName()) === undefined && tensorflowPackage() === undefined) return describeDevice(threads);
  const key = await machineKey(threads);
  const cached = await readCache(key);
  if (cached !== undefined) return cached;
  const facts = await describeDevice(threads, await fastest(['cpu', ...(await rivals(providers))], threads));
  await writeCache(key, facts);
  return facts;
}
