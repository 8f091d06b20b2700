import {
  type CompileStoredOptions,
  compileStored,
  type StoredConstant,
  type StoredProgram,
  type TensorFunction,
} from '@aigc/engine';
import type { HostTensor, Named, TensorSpec } from '@aigc/plugin-api';

/**
 * Compiles `fn(parameters, inputs)` with its weights inside: ONNX Runtime lays them out once, and nothing is copied at a call.
 *
 * @param specs of `inputs`, whose names are those of the program
 */
export function compileWithWeights(
  fn: (parameters: never, inputs: never) => object,
  parameters: Named<HostTensor>,
  specs: Named<TensorSpec>,
  options: Pick<CompileStoredOptions, 'name' | 'device' | 'threads'>,
): Promise<StoredProgram> {
  const weights = Object.entries(parameters);
  const constant = ([name, tensor]: [string, HostTensor]): [string, StoredConstant] => [
    `0.${name}`,
    { name: `weight ${name}`, tensor },
  ];
  const weightSpecs = Object.fromEntries(weights.map(([name, { shape, dtype }]) => [name, { shape, dtype }]));
  return compileStored(fn as unknown as TensorFunction, [weightSpecs, specs], {
    ...options,
    constants: new Map(weights.map(constant)),
  });
}
