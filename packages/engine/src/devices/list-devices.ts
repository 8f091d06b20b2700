import { AigcError } from '@aigc/plugin-api';
import { CUDA_HINTS } from '../session/device-failure.js';
import { DEVICE_NAMES, type DeviceName } from '../session/device-name.js';
import { builtInProviders, defaultThreads, optionalPackage } from '../session/onnx-runtime.js';
import { type Adapter, findAdapter } from './adapter.js';
import { processorName } from './describe-device.js';
import { gpuName } from './gpu-name.js';
import { measureGigaflops } from './measure-device.js';
import { type ProviderProbe, probeProvider } from './probe-provider.js';

/**
 * `ready`: works. `software`: works, but is the processor in disguise, and slower. `missing`: could be here, but something has to
 * be installed. `unsupported`: not for this operating system.
 */
export type DeviceStatus = 'ready' | 'software' | 'missing' | 'unsupported';

/** A device that the engine knows of, there or not. */
export interface ListedDevice {
  readonly name: DeviceName;
  readonly status: DeviceStatus;
  /** Processor or adapter where it works, else why it does not. */
  readonly description: string;
  /** Measured on float32 matrix products, where it works. */
  readonly gigaflops?: number;
  /** How far from proven it is, where it is: what this version was not run on before its release. */
  readonly caveat?: string;
  /** What to install, one sentence each; empty where nothing is to be done. */
  readonly hints: readonly string[];
}

/** What the list depends on; a test gives another machine's. */
export interface DeviceHost {
  readonly platform: string;
  readonly arch: string;
  /** Providers that ONNX Runtime was built with, by its own names. @throws DeviceError where it does not start */
  providers(): Promise<readonly string[]>;
  /** The GPU that the operating system knows. */
  gpuName(): Promise<string | undefined>;
  adapter(): Promise<Adapter | undefined>;
  /** Tries a provider of ONNX Runtime in a process of its own. */
  probe(provider: string): Promise<ProviderProbe>;
  /** GFLOP/s of a device that is used in this process. */
  measure(device: DeviceName): Promise<number>;
  hasPackage(name: string): boolean;
}

const thisHost = (): DeviceHost => ({
  platform: process.platform,
  arch: process.arch,
  providers: builtInProviders,
  gpuName,
  adapter: findAdapter,
  probe: probeProvider,
  measure: (device) => measureGigaflops({ device, threads: defaultThreads() }),
  hasPackage: (name) => optionalPackage(name) !== undefined,
});

const VULKAN_HINTS = [
  'install the Vulkan driver of the GPU: mesa-vulkan-drivers for AMD and Intel, the NVIDIA driver (with libvulkan1) for NVIDIA',
];
const DRIVER_HINTS = ['update the graphics driver'];
const WEB_HINTS = ['npm install onnxruntime-web@1.30.0'];
const TENSORFLOW_HINTS = ['npm install @tensorflow/tfjs-node-gpu@4.22.0 (NVIDIA, CUDA 11.2) or @tensorflow/tfjs-node@4.22.0'];

const CAVEATS: { readonly [device in DeviceName]?: string } = {
  webgpu: 'proven on software Vulkan only',
  cuda: 'never tested',
  directml: 'never tested',
  coreml: 'never tested; may compute in half precision',
  tensorflow: 'never tested with its own library',
};

type Found = Omit<ListedDevice, 'name' | 'caveat' | 'hints'> & { readonly hints?: readonly string[] };

/**
 * Every device that the engine knows of: there or not, how fast, why not, and what to install. Takes a few seconds; GPUs are tried
 * in a process of their own, so that a faulty driver does no harm.
 */
export async function listDevices(host: DeviceHost = thisHost()): Promise<ListedDevice[]> {
  const found: { readonly [device in DeviceName]: (host: DeviceHost) => Promise<Found> } = {
    cpu: findCpu,
    webgpu: findWebgpu,
    cuda: findCuda,
    directml: (on) => findBundled(on, { provider: 'dml', system: 'win32', label: 'Windows' }),
    coreml: (on) => findBundled(on, { provider: 'coreml', system: 'darwin', label: 'macOS' }),
    wasm: findWasm,
    tensorflow: findTensorflow,
    tfjs: async (on) => ({ status: 'ready', description: 'JavaScript; the last resort', gigaflops: await on.measure('tfjs') }),
  };
  const devices: ListedDevice[] = [];
  for (const name of DEVICE_NAMES) {
    const caveat = CAVEATS[name];
    devices.push({ name, hints: [], ...(await found[name](host)), ...(caveat === undefined ? {} : { caveat }) });
  }
  return devices;
}

async function findCpu(host: DeviceHost): Promise<Found> {
  try {
    return { status: 'ready', description: processorName(defaultThreads()), gigaflops: await host.measure('cpu') };
  } catch (error) {
    if (!AigcError.isInstance(error)) throw error;
    return { status: 'missing', description: error.message, hints: error.hints };
  }
}

const providersOf = (host: DeviceHost): Promise<readonly string[]> =>
  host.providers().catch((error: unknown) => {
    if (AigcError.isInstance(error)) return [];
    throw error;
  });

async function findWebgpu(host: DeviceHost): Promise<Found> {
  if (!(await providersOf(host)).includes('webgpu')) {
    return { status: 'unsupported', description: `ONNX Runtime brings no WebGPU for ${host.platform}-${host.arch}` };
  }
  const [adapter, probe] = [await host.adapter(), await host.probe('webgpu')];
  if ('failure' in probe) {
    const hints = host.platform === 'linux' ? VULKAN_HINTS : DRIVER_HINTS;
    const gpu = await host.gpuName();
    if (gpu === undefined) return { status: 'missing', description: 'no GPU was found', hints: [`with a GPU: ${hints[0]}`] };
    return { status: 'missing', description: `${gpu} cannot be used: ${probe.failure}`, hints };
  }
  const { gigaflops } = probe;
  if (adapter?.isSoftware === false) return { status: 'ready', description: adapter.name, gigaflops };
  const name = adapter === undefined ? '' : ` ${adapter.name}`;
  return { status: 'software', description: `software adapter${name}, no GPU is used; only when it is named`, gigaflops };
}

async function findCuda(host: DeviceHost): Promise<Found> {
  if (!(await providersOf(host)).includes('cuda')) return { status: 'unsupported', description: 'only on Linux x64' };
  const [gpu, probe] = [await host.gpuName(), await host.probe('cuda')];
  if ('gigaflops' in probe) return { status: 'ready', description: gpu ?? 'NVIDIA GPU', ...probe };
  if (!/shared library/.test(probe.failure)) return { status: 'missing', description: `cannot be used: ${probe.failure}` };
  const isNvidia = gpu?.includes('NVIDIA') === true;
  return { status: 'missing', description: 'libraries are not installed', hints: isNvidia ? CUDA_HINTS : [] };
}

/** A provider that comes with ONNX Runtime on one operating system. */
async function findBundled(
  host: DeviceHost,
  { provider, system, label }: { readonly provider: string; readonly system: string; readonly label: string },
): Promise<Found> {
  if (host.platform !== system || !(await providersOf(host)).includes(provider)) {
    return { status: 'unsupported', description: `only on ${label}` };
  }
  const probe = await host.probe(provider);
  if ('failure' in probe) return { status: 'missing', description: `cannot be used: ${probe.failure}`, hints: DRIVER_HINTS };
  return { status: 'ready', description: (await host.gpuName()) ?? 'GPU of this machine', ...probe };
}

async function findWasm(host: DeviceHost): Promise<Found> {
  if (!host.hasPackage('onnxruntime-web')) {
    return { status: 'missing', description: 'onnxruntime-web is not installed; for systems without cpu', hints: WEB_HINTS };
  }
  return { status: 'ready', description: 'WebAssembly on the processor', gigaflops: await host.measure('wasm') };
}

async function findTensorflow(host: DeviceHost): Promise<Found> {
  const name = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'].find((candidate) => host.hasPackage(candidate));
  if (name === undefined)
    return { status: 'missing', description: 'tfjs-node is not installed; optional', hints: TENSORFLOW_HINTS };
  try {
    return { status: 'ready', description: name, gigaflops: await host.measure('tensorflow') };
  } catch (error) {
    if (!AigcError.isInstance(error)) throw error;
    return { status: 'missing', description: error.message, hints: error.hints };
  }
}
