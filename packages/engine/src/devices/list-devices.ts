import { builtInBackends } from '../session/onnx-session.js';
import { describeDevice } from './describe-device.js';
import { gpuName } from './gpu-name.js';
import { type ProviderProbe, probeProvider } from './probe-provider.js';

/**
 * `ready`: works. `software`: works, but is the processor in disguise, and slower. `missing`: could be here, but something has to
 * be installed. `unsupported`: not for this operating system.
 */
export type DeviceStatus = 'ready' | 'software' | 'missing' | 'unsupported';

/** A device that the engine knows of, there or not. */
export interface ListedDevice {
  readonly name: 'cpu' | 'webgpu' | 'cuda' | 'directml' | 'coreml';
  readonly status: DeviceStatus;
  /** Processor or adapter where it works, else why it does not. */
  readonly description: string;
  /** Measured on float32 matrix products, where it works. */
  readonly gigaflops?: number;
  /** Can it be named with `--device`? The others are listed because people look for them. */
  readonly isSelectable: boolean;
  /** What to install, one sentence each; empty where nothing is to be done. */
  readonly hints: readonly string[];
}

/** What the list depends on; a test gives another machine's. */
export interface DeviceHost {
  readonly platform: string;
  readonly arch: string;
  /** Executors that ONNX Runtime was built with, by its own names. */
  readonly backends: readonly string[];
  /** The GPU that the operating system knows. */
  gpuName(): Promise<string | undefined>;
  probe(provider: string): Promise<ProviderProbe>;
}

const thisHost = (): DeviceHost => ({
  platform: process.platform,
  arch: process.arch,
  backends: builtInBackends(),
  gpuName,
  probe: probeProvider,
});

const VULKAN_HINTS = [
  'install the Vulkan driver of the GPU: mesa-vulkan-drivers for AMD and Intel, the NVIDIA driver (with libvulkan1) for NVIDIA',
];
const DRIVER_HINTS = ['update the graphics driver'];

/**
 * Every device that the engine knows of: there or not, how fast, why not, and what to install. Takes about a second; GPUs are tried
 * in a process of their own, so that a faulty driver does no harm.
 *
 * @throws DeviceError when not even the processor works
 */
export async function listDevices(host: DeviceHost = thisHost()): Promise<ListedDevice[]> {
  const { description, gigaflops } = await describeDevice();
  const cpu: ListedDevice = { name: 'cpu', status: 'ready', description, gigaflops, isSelectable: true, hints: [] };
  return [cpu, await listWebgpu(host), await listCuda(host), listBundled(host, 'directml'), listBundled(host, 'coreml')];
}

async function listWebgpu(host: DeviceHost): Promise<ListedDevice> {
  const device = { name: 'webgpu', isSelectable: true, hints: [] } as const;
  if (!host.backends.includes('webgpu')) {
    const description = `ONNX Runtime brings no WebGPU for ${host.platform}-${host.arch}`;
    return { ...device, status: 'unsupported', description };
  }
  const [gpu, probe] = [await host.gpuName(), await host.probe('webgpu')];
  if ('failure' in probe) {
    const hints = host.platform === 'linux' ? VULKAN_HINTS : DRIVER_HINTS;
    if (gpu === undefined)
      return { ...device, status: 'missing', description: 'no GPU was found', hints: [`with a GPU: ${hints[0]}`] };
    return { ...device, status: 'missing', description: `${gpu} cannot be used: ${probe.failure}`, hints };
  }
  const { gigaflops } = probe;
  if (gpu !== undefined) return { ...device, status: 'ready', description: gpu, gigaflops };
  return {
    ...device,
    status: 'software',
    description: 'software adapter, no GPU was found; used only when it is named',
    gigaflops,
  };
}

async function listCuda(host: DeviceHost): Promise<ListedDevice> {
  const device = { name: 'cuda', isSelectable: false, hints: [] } as const;
  if (!host.backends.includes('cuda')) return { ...device, status: 'unsupported', description: 'only on Linux x64' };
  const probe = await host.probe('cuda');
  if ('gigaflops' in probe) {
    return { ...device, status: 'ready', description: 'libraries are there; aigc uses the GPU as webgpu', ...probe };
  }
  const isInstalled = !/shared library/.test(probe.failure);
  const description = isInstalled
    ? `cannot be used: ${probe.failure}`
    : 'libraries are not installed; aigc uses NVIDIA GPUs as webgpu';
  return { ...device, status: 'missing', description };
}

function listBundled({ platform }: DeviceHost, name: 'directml' | 'coreml'): ListedDevice {
  const [system, label] = name === 'directml' ? ['win32', 'Windows'] : ['darwin', 'macOS'];
  const device = { name, isSelectable: false, hints: [] } as const;
  if (platform !== system) return { ...device, status: 'unsupported', description: `only on ${label}` };
  return { ...device, status: 'ready', description: 'comes with ONNX Runtime; aigc uses the GPU as webgpu' };
}
