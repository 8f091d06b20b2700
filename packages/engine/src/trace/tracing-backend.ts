import * as tf from '@tensorflow/tfjs-core';
import type { GraphBuilder } from '../graph/graph-builder.js';
import type { ElementType, Value } from '../graph/value.js';

/** A trace in progress: where kernels append their nodes, and whose error messages they are. */
export interface ActiveTrace {
  readonly graph: GraphBuilder;
  readonly functionName: string;
}

/**
 * A tfjs backend that computes nothing: each data id stands for a value of the graph being built.
 *
 * There is one instance per process, because tfjs keeps one registry; it serves one trace at a time (tracing is synchronous).
 */
export class TracingBackend extends tf.KernelBackend {
  active: ActiveTrace | undefined;
  #values = new WeakMap<object, Value>();
  #count = 0;

  /** The trace in progress. */
  get trace(): ActiveTrace {
    if (this.active === undefined) throw new Error('the tracing backend is used outside compile()');
    return this.active;
  }

  /** A data id for a value. */
  adopt(value: Value): object {
    const dataId = {};
    this.#values.set(dataId, value);
    this.#count++;
    return dataId;
  }

  /** The value behind a data id; tensors made outside the traced function are refused. */
  lookUp(dataId: object): Value {
    const value = this.#values.get(dataId);
    if (value === undefined) {
      throw new Error(`a tensor made outside ${this.trace.functionName} is used inside it; pass it as an argument`);
    }
    return value;
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    return this.adopt(this.trace.graph.constant(values as ArrayLike<number>, shape, dtype as ElementType));
  }

  override readSync(): never {
    throw new Error(
      `${this.active?.functionName ?? 'a compiled function'} reads a tensor's value while it is traced; ` +
        'values exist only when the program runs (no dataSync, no print, no random operations inside)',
    );
  }

  override async read(): Promise<never> {
    return this.readSync();
  }

  override disposeData(): boolean {
    this.#count--;
    return true;
  }

  override incRef(): void {}

  override refCount(): number {
    return 1;
  }

  override numDataIds(): number {
    return this.#count;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }
}
