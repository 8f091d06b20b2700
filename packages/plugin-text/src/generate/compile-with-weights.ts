import {
  type CompileStoredOptions,
  compile,
  compileStored,
  type DeviceTensor,
  type StoredConstant,
  type StoredProgram,
  type TensorFunction,
} from '@aigc/engine';
import type { HostTensor, Named, TensorSpec } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';

/** A function of weights and inputs, both by name. */
export type WeighedFunction = (parameters: Named<tf.Tensor>, inputs: Named<tf.Tensor>) => object;

/** Weights by name, adapters merged in; those that change from text to text as a function that gives the newest. */
export type Weights = Named<HostTensor> | (() => Named<HostTensor>);

type Options = Pick<CompileStoredOptions, 'name' | 'device' | 'threads'>;

// A dot parts the keys of a path in a tree.
const withoutDots = (name: string) => name.replaceAll('.', '/');

/**
 * Compiles `fn(parameters, inputs)` with its weights inside: ONNX Runtime lays them out once, and nothing is copied at a call.
 * Weights that change are fed at every call instead, which is slower but compiled once for all of them.
 *
 * @param specs of `inputs`, whose names are those of the program
 */
export function compileWithWeights(
  fn: WeighedFunction,
  weights: Weights,
  specs: Named<TensorSpec>,
  options: Options,
): Promise<StoredProgram> {
  return typeof weights === 'function' ? compileFed(fn, weights, specs, options) : compileHeld(fn, weights, specs, options);
}

function compileHeld(
  fn: WeighedFunction,
  parameters: Named<HostTensor>,
  specs: Named<TensorSpec>,
  options: Options,
): Promise<StoredProgram> {
  const weights = Object.entries(dotless(parameters));
  const constants = new Map(
    weights.map(([name, tensor]): [string, StoredConstant] => [`0.${name}`, { name: `weight ${name}`, tensor }]),
  );
  return compileStored(onDotless(fn, parameters), [specsOf(parameters), specs], { ...options, constants });
}

async function compileFed(
  fn: WeighedFunction,
  weights: () => Named<HostTensor>,
  specs: Named<TensorSpec>,
  options: Options,
): Promise<StoredProgram> {
  const parameters = weights();
  const program = await compile(onDotless(fn, parameters), [specsOf(parameters), specs], options);
  return {
    run: async (inputs) => (await program.run(dotless(weights()), inputs)) as Named<DeviceTensor>,
    dispose: () => program.dispose(),
  };
}

/** `fn` for weights whose names have no dots. */
function onDotless(fn: WeighedFunction, parameters: Named<HostTensor>): TensorFunction {
  const names = Object.keys(parameters);
  const weighed: WeighedFunction = (held, inputs) =>
    fn(Object.fromEntries(names.map((name) => [name, held[withoutDots(name)] as tf.Tensor])), inputs);
  return weighed as unknown as TensorFunction;
}

function dotless<T>(parameters: Named<T>): Named<T> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [withoutDots(name), value]));
}

function specsOf(parameters: Named<HostTensor>): Named<TensorSpec> {
  return dotless(Object.fromEntries(Object.entries(parameters).map(([name, { shape, dtype }]) => [name, { shape, dtype }])));
}
