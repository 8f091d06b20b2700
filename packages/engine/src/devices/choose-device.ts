import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { AigcError, type DeviceFacts } from '@aigc/plugin-api';
import { builtInBackends, defaultThreads } from '../session/onnx-session.js';
import type { DeviceName } from '../session/program.js';
import { describeDevice } from './describe-device.js';
import { gpuName } from './gpu-name.js';

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
 * The device to run on: the named one, or with `auto` the fastest by measurement.
 *
 * `auto` looks for a GPU only where the operating system knows one, so a software adapter is never taken unasked. Its result
 * is remembered for this machine.
 *
 * @throws DeviceError when the named device is not there
 */
export async function chooseDevice(choice: DeviceChoice, threads = defaultThreads()): Promise<DeviceFacts> {
  if (choice !== 'auto') return describeDevice(threads, choice);
  const gpu = builtInBackends().includes('webgpu') ? await gpuName() : undefined;
  if (gpu === undefined) return describeDevice(threads);
  const key = `${gpu} | ${cpus()[0]?.model} x ${threads} | ${process.version}`;
  const cached = await readCache(key);
  if (cached !== undefined) return cached;
  const cpu = await describeDevice(threads);
  const measured = await describeDevice(threads, 'webgpu').catch((error: unknown) => {
    // A GPU without a working driver is a reason to use the CPU; anything else is a bug.
    if (AigcError.isInstance(error)) return undefined;
    throw error;
  });
  const fastest = measured !== undefined && measured.gigaflops > cpu.gigaflops ? measured : cpu;
  await writeCache(key, fastest);
  return fastest;
}
