import { readdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { nativeRuntime, optionalPackage } from '../session/onnx-runtime.js';
import { tensorflowPackage } from '../session/tensorflow-backend.js';
import { gpuName } from './gpu-name.js';

const NVIDIA_DRIVER = '/proc/driver/nvidia/version';
/** Where Vulkan drivers are registered; one that is installed or updated changes a file here. */
const VULKAN_DRIVERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
/** Variables by which a person chooses a driver or an adapter. */
const CHOOSING = /^(VK_|DRI_PRIME$|MESA_|CUDA_VISIBLE_DEVICES$|NODE_OPTIONS$)/;

async function vulkanDrivers(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of VULKAN_DRIVERS) {
    for (const name of (await readdir(folder).catch(() => [])).sort()) {
      const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: 0 }));
      found.push(`${name} ${mtimeMs}`);
    }
  }
  return found;
}

/** Everything that the choice of a device depends on, as one text: machine, drivers, versions, what is installed, variables. */
export async function machineKey(threads: number): Promise<string> {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  return JSON.stringify({
    engine: version,
    onnxruntime: (await nativeRuntime()).env.versions.node,
    node: process.version,
    system: `${process.platform}-${process.arch} ${release()}`,
    processor: `${cpus()[0]?.model} x ${threads} of ${cpus().length}`,
    gpu: await gpuName(),
    nvidia: await readFile(NVIDIA_DRIVER, 'utf8').catch(() => undefined),
    vulkan: await vulkanDrivers(),
    packages: [tensorflowPackage(), optionalPackage('webgpu') !== undefined],
    environment: Object.entries(process.env)
      .filter(([name]) => CHOOSING.test(name))
      .sort(),
  });
}
