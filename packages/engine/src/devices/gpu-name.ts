import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const NVIDIA = '/proc/driver/nvidia/gpus';
const DRM = '/sys/class/drm';
/** PCI vendors of GPUs. */
const VENDORS: { readonly [id: string]: string } = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' };

const entries = (folder: string) => readdir(folder).catch(() => []);
const text = (path: string) => readFile(path, 'utf8').catch(() => '');

async function linuxGpuName(): Promise<string | undefined> {
  for (const gpu of await entries(NVIDIA)) {
    const model = /Model:\s*(.+)/.exec(await text(join(NVIDIA, gpu, 'information')))?.[1];
    if (model !== undefined) return model.trim();
  }
  for (const card of await entries(DRM)) {
    const vendor = VENDORS[(await text(join(DRM, card, 'device', 'vendor'))).trim()];
    if (vendor !== undefined) return `${vendor} GPU`;
  }
  return undefined;
}

/**
 * Name of the machine's GPU as the operating system knows it; undefined where there is none, so that what answers as a GPU is
 * a software adapter. ONNX Runtime does not tell which adapter it took. macOS and Windows always have one.
 */
export async function gpuName(): Promise<string | undefined> {
  return process.platform === 'linux' ? linuxGpuName() : 'GPU of this machine';
}
