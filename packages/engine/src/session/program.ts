import type { DataType, HostData, HostTensor, TensorSpec, Tree } from '@aigc/plugin-api';
import type { DeviceName } from './device-name.js';

/** A tensor where the program runs. Feed it to any program on the same device, or copy it to the host with `data()`. */
export interface DeviceTensor extends TensorSpec {
  /** Where it lies. Small results, losses and the like, are in host memory on every device. */
  readonly device: DeviceName;
  /** Copies the elements to the host, row-major. @throws DeviceError when the device was lost */
  data(): Promise<HostData[DataType]>;
  /** Frees device memory; the tensor cannot be used afterwards. */
  dispose(): void;
}

/** What a program accepts for a leaf: a tensor in host memory, or one that a program on the same device gave. */
export type Feed = HostTensor | DeviceTensor;

/** What compiling cost and made. */
export interface ProgramFacts {
  /** Nodes of the graph; 0 on a device that runs functions kernel by kernel (`tensorflow`, `tfjs`). */
  readonly nodes: number;
  readonly traceMs: number;
  readonly sessionMs: number;
}

/** A compiled function. */
export interface Program {
  /**
   * Runs the function; arguments and result are trees of the form it was compiled for.
   *
   * On `webgpu` the work is done in another process and the event loop stays free. Every other device works in this one: the
   * call returns a promise at once, and nothing else runs from the next turn of the event loop until it is done.
   *
   * @throws ShapeMismatchError naming the leaf that does not fit its spec.
   * @throws DeviceError when the device is lost or out of memory, or a tensor of another device is fed.
   */
  run(...args: readonly Tree<Feed>[]): Promise<Tree<DeviceTensor>>;
  /** Frees the session. Tensors that it gave live on. */
  dispose(): Promise<void>;
  readonly facts: ProgramFacts;
}

/** Where and how a function is compiled. */
export interface CompileOptions {
  /** Name of the function in error messages and in the graph. */
  readonly name: string;
  /** Default `cpu`. */
  readonly device?: DeviceName;
  /** Threads inside one operation. Default: one per core. The result does not depend on it. */
  readonly threads?: number;
}
