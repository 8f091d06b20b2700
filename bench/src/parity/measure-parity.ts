import { compile, readTree } from '@aigc/engine';
import { lossAndGradient } from '@aigc/nn';
import type { HostTensor, Named } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import { specsOf } from '../specs-of.js';
import type { TrainStepTask } from '../tasks/task.js';
import { formulaVector, gradientNorms } from './reference-parameter.js';

/** Loss and gradient norms under the reference's names. */
export interface ParityResult {
  readonly name: string;
  readonly params: number;
  readonly loss: number;
  readonly grad_norm: number;
  readonly grad_norms: { readonly [parameter: string]: number };
}

/** Computes one loss and its gradients with everything set by the reference's formula. */
export async function measureParity(task: TrainStepTask, threads: number): Promise<ParityResult> {
  const { entries, parameters, inputs, loss } = task.parity();
  const vector = formulaVector(parameters, entries);
  const differentiate = (weights: tf.Tensor, feeds: Named<tf.Tensor>) => {
    const result = lossAndGradient((named) => loss(named, feeds), weights, entries);
    return { loss: result.loss, gradient: result.gradient };
  };
  const program = await compile(differentiate, [specsOf(vector), specsOf(inputs)], { name: `${task.name}-parity`, threads });
  const result = (await readTree(await program.run(vector, inputs))) as unknown as {
    loss: HostTensor;
    gradient: HostTensor<'float32'>;
  };
  await program.dispose();
  const norms = gradientNorms(result.gradient.data, parameters, entries);
  return {
    name: task.name,
    params: vector.data.length,
    loss: result.loss.data[0] as number,
    grad_norm: Math.hypot(...Object.values(norms)),
    grad_norms: Object.fromEntries(Object.entries(norms).map(([name, norm]) => [name, Number(norm.toPrecision(7))])),
  };
}
