import { notInstalled, reasonOf } from './device-failure.js';
import { optionalPackage } from './onnx-runtime.js';

const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** Name of the package of TensorFlow's own library that is installed, the one for GPUs first. */
export function tensorflowPackage(): string | undefined {
  return PACKAGES.find((name) => optionalPackage(name) !== undefined);
}

/**
 * Loads TensorFlow's library, which registers the tfjs backend `tensorflow`.
 *
 * @throws DeviceError E-DEVICE-001 where neither package is installed, or its library does not start
 */
export async function loadTensorflow(): Promise<void> {
  const name = tensorflowPackage();
  const hints = ['npm install @tensorflow/tfjs-node-gpu@4.22.0 (NVIDIA, CUDA 11.2) or @tensorflow/tfjs-node@4.22.0'];
  if (name === undefined) throw notInstalled('tensorflow', 'neither optional package of TensorFlow is installed', hints);
  try {
    await import(optionalPackage(name) as string);
  } catch (cause) {
    throw notInstalled('tensorflow', `${name} does not start: ${reasonOf(cause)}`, hints, cause);
  }
}
