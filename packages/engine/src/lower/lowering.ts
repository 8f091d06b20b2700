import type { GraphBuilder } from '../graph/graph-builder.js';
import type { Value } from '../graph/value.js';

/** What a lowering receives: the graph to append to, and the kernel's inputs and attributes by tfjs's names. */
export interface KernelCall {
  readonly graph: GraphBuilder;
  /** A named input; throws where the kernel was called without it. */
  input(name: string): Value;
  /** A named input that may be absent. */
  optional(name: string): Value | undefined;
  /** Inputs of a kernel that takes a list, in order. */
  readonly list: readonly Value[];
  /** A named attribute, as tfjs's kernel_names.ts types it. */
  attribute<T>(name: string): T;
}

/** Appends the nodes that compute one tfjs kernel; returns its output, or outputs where it has several. */
export type Lowering = (call: KernelCall) => Value | readonly Value[];

/** Lowerings by tfjs kernel name. */
export type LoweringTable = { readonly [kernel: string]: Lowering };

/** Why a lowering cannot take a call; the tracer adds the kernel's and the function's name. */
export class LoweringRefusal extends Error {}
