import { probeProvider } from '../../devices/probe-provider.js';
import type { DeviceName } from '../device-name.js';
import { optionalPackage } from '../onnx-runtime.js';

/**
 * The devices that a test can run on here, the slow `tfjs` among them; what is left out is printed with the reason.
 *
 * Software Vulkan is enough for `webgpu`: tests are small.
 */
export async function openDevices(): Promise<DeviceName[]> {
  const devices: DeviceName[] = ['cpu', 'tfjs'];
  const webgpu = await probeProvider('webgpu');
  if ('gigaflops' in webgpu) devices.push('webgpu');
  else process.stderr.write(`skipped on webgpu: ${webgpu.failure}\n`);
  if (optionalPackage('onnxruntime-web') !== undefined) devices.push('wasm');
  else process.stderr.write('skipped on wasm: onnxruntime-web is not installed\n');
  return devices;
}
