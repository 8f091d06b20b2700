import type { HostTensor, Named, TensorSpec, Tree } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import type { DeviceTensor, Feed, ProgramFacts } from '../session/program.js';

/** A pure function `(state, inputs) -> { state, metrics }`: the new state has the form of the old one, each metric is one number. */
export type StepFunction = (...args: never[]) => { readonly state: Tree<tf.Tensor>; readonly metrics: Named<tf.Tensor> };

/** Shapes and types of a step's state and of the inputs of one step. */
export interface StepSpecs {
  readonly state: Tree<TensorSpec>;
  readonly inputs: Named<TensorSpec>;
}

/** What some steps gave. */
export interface StepsResult {
  /** After the last of them. */
  readonly state: Tree<DeviceTensor>;
  /** One record for each step, in order. */
  readonly metrics: readonly Named<number>[];
}

/** A compiled step that is made once or several times in one call. */
export interface StepProgram {
  readonly facts: ProgramFacts;
  /** Do several steps in one call take less time than as many calls? */
  readonly canGroup: boolean;
  /**
   * Makes one step for each of `inputs`, the next from the state after the one before. How steps are spread over calls does not
   * change a bit of the result.
   *
   * Nothing else runs in this process meanwhile, as with `Program.run`: as many steps in a call as one is willing to wait for.
   *
   * @param state is left as it is
   * @throws ShapeMismatchError naming the leaf, and of inputs the step, that does not fit its spec; also without any inputs
   * @throws DeviceError when the device is lost or out of memory, or a tensor of another device is fed
   */
  run(state: Tree<Feed>, inputs: readonly Named<HostTensor>[]): Promise<StepsResult>;
  /** Frees the session. Tensors that it gave live on. */
  dispose(): Promise<void>;
}
