// The part of the webgpu package (Dawn) that is used.
declare module 'webgpu' {
  export interface AdapterInfo {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  }
  export interface DeviceLost {
    readonly reason: string;
    readonly message: string;
  }
  export interface Device {
    readonly lost: Promise<DeviceLost>;
    createTexture(descriptor: object): unknown;
    destroy(): void;
  }
  export interface Adapter {
    readonly info: AdapterInfo;
    readonly limits: Readonly<Record<string, number>>;
    requestDevice(descriptor: object): Promise<Device>;
  }
  export interface Gpu {
    requestAdapter(options?: object): Promise<Adapter | null>;
  }
  export function create(options: readonly string[]): Gpu;
  export const globals: object;
}
