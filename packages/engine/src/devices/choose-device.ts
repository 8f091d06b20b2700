import { AigcError, type DeviceFacts } from '@aigc/plugin-api';
import { type DeviceName, providerOf } from '../session/device-name.js';
import { builtInProviders, defaultThreads, optionalPackage } from '../session/onnx-runtime.js';
import { type Adapter, findAdapter } from './adapter.js';
import { describeDevice } from './describe-device.js';
import { readChoice, writeChoice } from './device-cache.js';
import { gpuName } from './gpu-name.js';
import { machineKey } from './machine-key.js';
import { measureStepMs } from './measure-device.js';
import { type ProviderProbe, probeProvider } from './probe-provider.js';

/** What `--device` takes. */
export type DeviceChoice = DeviceName | 'auto';

/** What a choice depends on; a test gives another machine's. */
export interface ChoosingHost {
  /** Providers of ONNX Runtime. @throws DeviceError where it does not start */
  providers(): Promise<readonly string[]>;
  gpuName(): Promise<string | undefined>;
  adapter(): Promise<Adapter | undefined>;
  /** Tries a provider in a process of its own. */
  probe(provider: string): Promise<ProviderProbe>;
  hasPackage(name: string): boolean;
  /** Changes when anything changes that a choice depends on. */
  key(threads: number): Promise<string>;
  /** Milliseconds of a small training step. @throws DeviceError where the device fails */
  stepMs(device: DeviceName, threads: number): Promise<number>;
  describe(device: DeviceName, threads: number): Promise<DeviceFacts>;
}

const thisHost: ChoosingHost = {
  providers: builtInProviders,
  gpuName,
  adapter: findAdapter,
  probe: probeProvider,
  hasPackage: (name) => optionalPackage(name) !== undefined,
  key: machineKey,
  stepMs: (device, threads) => measureStepMs({ device, threads }),
  describe: (device, threads) => describeDevice(threads, device),
};

/**
 * Devices beside the processor that may be faster. CoreML is not among them: it may compute in half precision.
 *
 * Providers that work in this process are tried in another one first; `webgpu` always works in another one.
 */
async function rivals(host: ChoosingHost, providers: readonly string[]): Promise<DeviceName[]> {
  const found: DeviceName[] = [];
  if ((await host.gpuName()) !== undefined) {
    if (providers.includes('webgpu') && (await host.adapter())?.isSoftware === false) found.push('webgpu');
    for (const device of ['cuda', 'directml'] as const) {
      const provider = providerOf(device);
      if (providers.includes(provider) && 'gigaflops' in (await host.probe(provider))) found.push(device);
    }
  }
  if (hasTensorflow(host)) found.push('tensorflow');
  return found;
}

function hasTensorflow(host: ChoosingHost): boolean {
  return host.hasPackage('@tensorflow/tfjs-node-gpu') || host.hasPackage('@tensorflow/tfjs-node');
}

/** A device that cannot be used is a reason to use another; anything else is a bug. */
async function unlessFailed<T>(attempt: Promise<T>): Promise<T | undefined> {
  return attempt.catch((error: unknown) => {
    if (AigcError.isInstance(error)) return undefined;
    throw error;
  });
}

/**
 * The device to run on: the named one, or with `auto` the one that does a small training step fastest.
 *
 * `auto` looks for a GPU only where the operating system knows one, and never takes a software adapter. What it chose is remembered
 * until the machine, a driver or a version changes. Where the native runtime does not start it takes `wasm`, or `tfjs` last.
 *
 * @throws DeviceError when the named device is not there
 */
export async function chooseDevice(
  choice: DeviceChoice,
  threads = defaultThreads(),
  host: ChoosingHost = thisHost,
): Promise<DeviceFacts> {
  if (choice !== 'auto') return host.describe(choice, threads);
  const providers = await unlessFailed(host.providers());
  if (providers === undefined) return host.describe(host.hasPackage('onnxruntime-web') ? 'wasm' : 'tfjs', threads);
  if ((await host.gpuName()) === undefined && !hasTensorflow(host)) return host.describe('cpu', threads);
  const key = await host.key(threads);
  const remembered = await readChoice(key);
  if (remembered !== undefined) return remembered;
  let best: { device: DeviceName; ms: number } = { device: 'cpu', ms: Number.POSITIVE_INFINITY };
  for (const device of ['cpu', ...(await rivals(host, providers))] as const) {
    const ms = await unlessFailed(host.stepMs(device, threads));
    if (ms !== undefined && ms < best.ms) best = { device, ms };
  }
  const facts = await host.describe(best.device, threads);
  await writeChoice(key, facts);
  return facts;
}
