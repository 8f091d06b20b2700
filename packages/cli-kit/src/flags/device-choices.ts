/** What `--device` takes: the fastest, or an executor of the engine by name. Written out here, so that help loads no engine. */
export const DEVICE_CHOICES = ['auto', 'cpu', 'webgpu', 'cuda', 'directml', 'coreml', 'wasm', 'tensorflow', 'tfjs'] as const;

/** One of `DEVICE_CHOICES`. */
export type DeviceChoice = (typeof DEVICE_CHOICES)[number];
