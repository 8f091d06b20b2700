import type { DataType, HostData, HostTensor, TensorSpec, Tree } from '@aigc/plugin-api';

/** A tensor where the program runs. Feed it to a program, or copy it to the host with `data()`. */
export interface DeviceTensor extends TensorSpec {
  /** Copies the elements to the host, row-major. */
  data(): Promise<HostData[DataType]>;
  /** Frees device memory; the tensor cannot be used afterwards. */
  dispose(): void;
}

/** What a program accepts for a leaf: a tensor in host memory, or one that an earlier run left on the device. */
export type Feed = HostTensor | DeviceTensor;

/** What compiling cost and made. */
export interface ProgramFacts {
  readonly nodes: number;
  readonly traceMs: number;
  readonly sessionMs: number;
}

/** A compiled function. */
export interface Program {
  /**
   * Runs the function; arguments and result are trees of the form it was compiled for.
   *
   * @throws ShapeMismatchError naming the leaf that does not fit its spec.
   * @throws DeviceError when the device is lost or out of memory.
   */
  run(...args: readonly Tree<Feed>[]): Promise<Tree<DeviceTensor>>;
  /** Frees the session. */
  dispose(): Promise<void>;
  readonly facts: ProgramFacts;
}

/** Executors that a program can be compiled for. `webgpu` is any vendor's GPU through Vulkan, Metal or Direct3D 12. */
export type DeviceName = 'cpu' | 'webgpu';

/** Where and how a function is compiled. */
export interface CompileOptions {
  /** Name of the function in error messages and in the graph. */
  readonly name: string;
  /** Default `cpu`. */
  readonly device?: DeviceName;
  /** Threads inside one operation. Default: one per core. The result does not depend on it. */
  readonly threads?: number;
}
