/**
 * Executors that a program can be compiled for.
 *
 * - `cpu`: the processor, through ONNX Runtime.
 * - `webgpu`: any vendor's GPU through Vulkan, Metal or Direct3D 12; state stays on it between runs.
 * - `cuda`, `directml`, `coreml`: ONNX Runtime's other providers; state passes through host memory.
 * - `wasm`: ONNX Runtime compiled to WebAssembly, where no native one starts. Needs the optional package `onnxruntime-web`.
 * - `tensorflow`: kernel by kernel on the optional package `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`.
 * - `tfjs`: kernel by kernel in JavaScript; works everywhere, hundreds of times slower.
 */
export const DEVICE_NAMES = ['cpu', 'webgpu', 'cuda', 'directml', 'coreml', 'wasm', 'tensorflow', 'tfjs'] as const;

/** One of `DEVICE_NAMES`. */
export type DeviceName = (typeof DEVICE_NAMES)[number];

/** Devices that run a function kernel by kernel, with the tfjs backend that they are. */
export const EAGER_BACKENDS: { readonly [device in DeviceName]?: string } = { tensorflow: 'tensorflow', tfjs: 'cpu' };

/** ONNX Runtime's names of its providers, where they are not the device's. */
const PROVIDERS: { readonly [device in DeviceName]?: string } = { directml: 'dml' };

/** ONNX Runtime's name of the provider that a device is. */
export function providerOf(device: DeviceName): string {
  return PROVIDERS[device] ?? device;
}
