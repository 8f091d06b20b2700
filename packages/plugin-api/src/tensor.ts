/** Element types that cross the border between host and device. `bool` is stored as one byte, 0 or 1. */
export type DataType = 'float32' | 'int32' | 'bool';

/** The typed array that holds a dtype's elements on the host. */
export interface HostData {
  float32: Float32Array;
  int32: Int32Array;
  bool: Uint8Array;
}

/** Shape and element type of a tensor, known before it exists. */
export interface TensorSpec<D extends DataType = DataType> {
  readonly shape: readonly number[];
  readonly dtype: D;
}

/** A tensor in host memory, row-major. */
export interface HostTensor<D extends DataType = DataType> extends TensorSpec<D> {
  readonly data: HostData[D];
}

/** Nested records of `T`: parameters, optimiser state, batches. Leaves are visited in the order of their sorted keys. */
export type Tree<T> = T | { readonly [key: string]: Tree<T> };

/** The one-level tree that inputs and metrics are. */
export type Named<T> = { readonly [key: string]: T };

/** A tensor as the contract sees it: enough to name shapes without importing a tensor library. */
export interface TensorLike {
  readonly shape: number[];
  readonly dtype: string;
}
