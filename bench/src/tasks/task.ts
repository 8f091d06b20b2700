import type { TensorFunction } from '@aigc/engine';
import type { HostTensor, Named, ParameterEntry, RandomStream, Tree } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import type { ReferenceParameter } from '../parity/reference-parameter.js';

/** One loss over fixed parameters and inputs, and which parameters of the PyTorch reference they are. */
export interface ParityCheck {
  /** Table of the flat vector that holds all parameters. */
  readonly entries: readonly ParameterEntry[];
  readonly parameters: readonly ReferenceParameter[];
  /** Inputs set by the reference's formula. */
  readonly inputs: Named<HostTensor>;
  loss(parameters: Named<tf.Tensor>, inputs: Named<tf.Tensor>): tf.Scalar;
}

/** One benchmark: a training step on a fixed batch, with noise drawn anew for each step. */
export interface TrainStepTask {
  readonly name: string;
  readonly batchSize: number;
  /** Number of trained parameters. */
  readonly parameterCount: number;
  /** `(state, inputs) -> { state, metrics }`. */
  readonly trainStep: TensorFunction;
  readonly state: Tree<HostTensor>;
  /** The batch of every step; its noise is drawn from `random`. */
  inputs(random: RandomStream): Named<HostTensor>;
  parity(): ParityCheck;
}
