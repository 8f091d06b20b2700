// Codes: E-DEVICE-001 not installed, -002 refuses a graph, -003 failed while it ran, -004 a tensor of another device, -005 lost.
import { DeviceError } from '@aigc/plugin-api';
import type { DeviceName } from './device-name.js';

/** What runtimes and drivers say when an allocation failed, or one that a shader cannot address was asked for. */
const OUT_OF_MEMORY =
  /out.of.(\w+.)?memory|failed to allocate|allocation failed|bad_alloc|invalid (typed )?array (buffer )?length|storage buffers in shader|\[invalid buffer|shape is too large|more than \d+ bytes/i;

const MEMORY_HINTS = ['use a smaller --batch-size or a smaller model', 'or another --device; `aigc doctor` shows them'];
const DOCTOR_HINTS = ['run `aigc doctor` to see which devices work', 'or use --device cpu'];

/** How CUDA's libraries are installed. */
export const CUDA_HINTS = [
  'ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node --ignore-scripts=false (needs CUDA 12 and cuDNN 9)',
  'or use --device webgpu, which needs neither',
];

/** The first line of what was thrown, without the place in ONNX Runtime's sources and the condition that did not hold there. */
export function reasonOf(cause: unknown): string {
  const [line] = (cause instanceof Error ? cause.message : String(cause)).split('\n') as [string];
  return line.replace(/\/onnxruntime_src\/.* was false\. /, '');
}

function hintsFor(device: DeviceName, cause: unknown): readonly string[] {
  if (OUT_OF_MEMORY.test(cause instanceof Error ? cause.message : String(cause))) return MEMORY_HINTS;
  return device === 'cpu' ? [] : DOCTOR_HINTS;
}

/** A package or library that a device needs is not there. */
export function notInstalled(device: DeviceName, reason: string, hints: readonly string[], cause?: unknown): DeviceError {
  return new DeviceError('E-DEVICE-001', `device ${device} is not there: ${reason}`, { hints, cause });
}

/** A graph that a device does not take. */
export function cannotLoad(name: string, device: DeviceName, cause: unknown): DeviceError {
  const hints = hintsFor(device, cause);
  return new DeviceError('E-DEVICE-002', `${name} cannot be loaded on device ${device}: ${reasonOf(cause)}`, { hints, cause });
}

/** A run that failed: out of memory, a fault of the driver. */
export function failedRunning(name: string, device: DeviceName, cause: unknown): DeviceError {
  const hints = hintsFor(device, cause);
  const details = { hints, cause, retryable: true };
  return new DeviceError('E-DEVICE-003', `${name} failed on device ${device}: ${reasonOf(cause)}`, details);
}

/** A tensor was fed to a program that runs elsewhere. */
export function tensorElsewhere(port: string, from: string, to: DeviceName): DeviceError {
  return new DeviceError('E-DEVICE-004', `${port}: the tensor lies on device ${from}, the program runs on ${to}`, {
    hints: ['read it first with readTree()'],
  });
}

/** A device that is gone with everything on it. */
export function deviceLost(device: DeviceName, reason: string): DeviceError {
  return new DeviceError('E-DEVICE-005', `device ${device} was lost: ${reason}`, {
    note: 'tensors on the device are gone; what was read or saved before is safe',
    hints: ['use a smaller --batch-size where its memory may be short', ...DOCTOR_HINTS],
    retryable: true,
  });
}
