import type { Adapter, AdapterInfo, Device } from 'webgpu';

/** A device that can draw. */
export interface OpenDevice {
  readonly device: Device;
  readonly adapter: GpuAdapter;
}

/** What draws. */
export interface GpuAdapter {
  /** For people: `NVIDIA GeForce RTX 4070`. */
  readonly name: string;
  /** The processor in disguise. */
  readonly isSoftware: boolean;
}

const SOFTWARE = /llvmpipe|lavapipe|swiftshader|softpipe|warp|basic render/i;

/**
 * Opens the adapter for fast drawing through the `webgpu` package (Dawn), the only place that loads it. A faulty driver may end the
 * process that calls this.
 *
 * @throws Error when the package is not installed, or there is no adapter.
 */
export async function openDevice(): Promise<OpenDevice> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  // Dawn lives as long as this object is reachable.
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('there is no WebGPU adapter');
  const device = await adapter.requestDevice({ requiredLimits: largestTextures(adapter) });
  return { device, adapter: describeAdapter(adapter.info) };
}

/** Pictures and textures may be larger than the least that WebGPU promises. */
function largestTextures({ limits }: Adapter): Record<string, number> {
  const names = ['maxTextureDimension2D', 'maxBufferSize', 'maxStorageBufferBindingSize'] as const;
  return Object.fromEntries(names.flatMap((name) => (limits[name] === undefined ? [] : [[name, limits[name]]])));
}

/** Names an adapter and tells a software one by Dawn's flag or its name. */
export function describeAdapter({ vendor, architecture, device, description, isFallbackAdapter }: AdapterInfo): GpuAdapter {
  // Dawn turns the name into an identifier: `llvmpipe (LLVM 15, 256 bits)` into `llvmpipe-llvm-15-256-bits-`.
  const name = device.replace(/-+$/, '') || description || vendor || 'unknown adapter';
  return { name, isSoftware: isFallbackAdapter === true || SOFTWARE.test(`${description} ${device} ${architecture}`) };
}
