import {
  type CompileStoredOptions,
  compileStored,
  type StoredConstant,
  type StoredProgram,
  type TensorFunction,
} from '@aigc/engine';
import type { HostTensor, Named, TensorSpec } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';

/** A function of weights and inputs, both by name. */
export type WeighedFunction = (parameters: Named<tf.Tensor>, inputs: Named<tf.Tensor>) => object;

// A dot parts the keys of a path in a tree.
const withoutDots = (name: string) => name.replaceAll('.', '/');

/**
 * Compiles `fn(parameters, inputs)` with its weights inside: ONNX Runtime lays them out once, and nothing is copied at a call.
 *
 * @param specs of `inputs`, whose names are those of the program
 */
export function compileWithWeights(
  fn: WeighedFunction,
  parameters: Named<HostTensor>,
  specs: Named<TensorSpec>,
  options: Pick<CompileStoredOptions, 'name' | 'device' | 'threads'>,
): Promise<StoredProgram> {
  const names = Object.keys(parameters);
  const weights = names.map((name): [string, HostTensor] => [withoutDots(name), parameters[name] as HostTensor]);
  const constants = new Map(
    weights.map(([name, tensor]): [string, StoredConstant] => [`0.${name}`, { name: `weight ${name}`, tensor }]),
  );
  const weightSpecs = Object.fromEntries(weights.map(([name, { shape, dtype }]) => [name, { shape, dtype }]));
  const weighed: WeighedFunction = (held, inputs) =>
    fn(Object.fromEntries(names.map((name) => [name, held[withoutDots(name)] as tf.Tensor])), inputs);
  return compileStored(weighed as unknown as TensorFunction, [weightSpecs, specs], { ...options, constants });
}
