import type { HostTensor, Named, TensorSpec } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from '../../compile.js';
import { eager } from '../../eager.js';
import { readTree } from '../../read-tree.js';
import { describeDifference } from './compare-tensors.js';
import { type Draw, permuted } from './draw.js';
import type { DrawnCall, LoweringCase, TestedFunction } from './lowering-case.js';

/** Tensors by name; the compiled and the eager function share it as argument and as result. */
type Tensors = Named<tf.Tensor>;

/** How an input is handed over: its memory permuted, and the transpose inside the function that undoes it. */
interface Handed {
  readonly tensor: HostTensor;
  readonly undo: readonly number[];
}

function handOver(draw: Draw, tensor: HostTensor): Handed {
  const perm = draw.permutation(tensor.shape.length);
  return { tensor: permuted(tensor, perm), undo: perm.map((_, axis) => perm.indexOf(axis)) };
}

const named = <T>(prefix: string, list: readonly T[]): [string, T][] => list.map((item, i) => [`${prefix}${i}`, item]);
const listed = <T>(result: T | readonly T[]): readonly T[] => (Array.isArray(result) ? (result as readonly T[]) : [result as T]);

/** `fn`'s values as `y0, y1 ...` and, where asked for, the gradients of their weighted sum as `d0, d1 ...`. */
function valuesAndGradients(
  fn: TestedFunction,
  handed: readonly Handed[],
  weights: readonly Handed[],
  variables: readonly number[],
) {
  return (args: Tensors): Tensors => {
    const received = (prefix: string, list: readonly Handed[]) =>
      list.map(({ undo }, i) =>
        undo.length < 2 ? (args[`${prefix}${i}`] as tf.Tensor) : tf.transpose(args[`${prefix}${i}`] as tf.Tensor, [...undo]),
      );
    const [inputs, factors] = [received('x', handed), received('w', weights)];
    const values = listed(fn(...inputs));
    const weightedSum = (...moved: tf.Tensor[]) => {
      const all = inputs.map((input, i) => (variables.includes(i) ? (moved[variables.indexOf(i)] as tf.Tensor) : input));
      return tf.addN(listed(fn(...all)).map((value, i) => tf.sum(tf.mul(value, factors[i] as tf.Tensor)))) as tf.Scalar;
    };
    const gradients = variables.length === 0 ? [] : tf.grads(weightedSum)(variables.map((i) => inputs[i] as tf.Tensor));
    return Object.fromEntries([...named('y', values), ...named('d', gradients)]);
  };
}

function specsOf(tensors: Named<HostTensor>): Named<TensorSpec> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { shape, dtype }]) => [name, { shape, dtype }]));
}

/** The reference's values and gradients, after a check that the kernels which the case names were really run. */
async function referenceOf(tested: LoweringCase, call: DrawnCall, run: (fn: TestedFunction) => Promise<Named<HostTensor>>) {
  let result: Named<HostTensor> | undefined;
  const profile = await tf.profile(async () => {
    result = await run(call.fn);
    return [];
  });
  const missing = tested.kernels.filter((kernel) => !profile.kernelNames.includes(kernel));
  if (missing.length > 0)
    throw new Error(`never called ${missing.join(', ')}; called ${[...new Set(profile.kernelNames)].join(', ')}`);
  return call.reference === undefined ? (result as Named<HostTensor>) : run(call.reference);
}

/** Draws one call of a case, runs it compiled and on tfjs's `cpu` backend, and throws where they differ. */
export async function checkLowering(tested: LoweringCase, draw: Draw): Promise<void> {
  const call = tested.draw(draw);
  const handed = call.inputs.map((input) => handOver(draw, input));
  const plain = call.inputs.map((tensor): Handed => ({ tensor, undo: [] }));
  const shapesOnly = valuesAndGradients(call.reference ?? call.fn, plain, [], []);
  const args = Object.fromEntries(named('x', call.inputs));
  const outputs = Object.values((await eager(shapesOnly)(args)) as Named<HostTensor>);
  const weights = outputs.map(({ shape }) => handOver(draw, draw.floats(shape, -1, 1.5)));

  const floats = call.inputs.flatMap(({ dtype }, i) => (dtype === 'float32' ? [i] : []));
  const variables = tested.gradient ? (call.variables ?? floats) : [];
  const feeds = Object.fromEntries([...named('x', handed), ...named('w', weights)].map(([name, { tensor }]) => [name, tensor]));
  const build = (fn: TestedFunction) => valuesAndGradients(fn, handed, weights, variables);
  const want = await referenceOf(tested, call, async (fn) => (await eager(build(fn))(feeds)) as Named<HostTensor>);

  const program = await compile(build(call.fn), [specsOf(feeds)], { name: tested.kernels[0] as string, threads: 1 });
  try {
    const got = (await readTree(await program.run(feeds))) as Named<HostTensor>;
    for (const [name, expected] of Object.entries(want)) {
      const difference = describeDifference(got[name] as HostTensor, expected, tested.loosened?.[0]);
      if (difference === undefined) continue;
      const shapes = handed.map(({ tensor, undo }) => `${tensor.dtype} [${tensor.shape.join()}] transposed by [${undo.join()}]`);
      throw new Error(`${name}: ${difference}; inputs ${shapes.join(', ')}`);
    }
  } finally {
    await program.dispose();
  }
}
