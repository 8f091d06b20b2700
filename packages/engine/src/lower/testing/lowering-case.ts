import type { HostTensor } from '@aigc/plugin-api';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Draw } from './draw.js';

/** A function of tensors made of the operations under test. */
export type TestedFunction = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

/** One drawn call: inputs, the function, and how its reference value is had. */
export interface DrawnCall {
  readonly inputs: readonly HostTensor[];
  readonly fn: TestedFunction;
  /** Another way to the same result, where tfjs's cpu kernel is wrong; `fn` itself otherwise. */
  readonly reference?: TestedFunction;
  /** Inputs to differentiate by; all of type float32 when absent. */
  readonly variables?: readonly number[];
}

/** A kernel, or a variant of its attributes, that is compared with tfjs's `cpu` backend. */
export interface LoweringCase {
  /** tfjs kernels that the calls are about, one that runs forwards first; a run fails where one of them is not called. */
  readonly kernels: readonly string[];
  /** What sets this case apart from others of the kernel. */
  readonly variant?: string;
  /** False where tfjs has no gradient. */
  readonly gradient: boolean;
  /** How many times the usual tolerance is allowed, and why. */
  readonly loosened?: readonly [factor: number, reason: string];
  /** What a user should know; printed in FEATURES.md. */
  readonly note?: string;
  readonly draw: (draw: Draw) => DrawnCall;
}
