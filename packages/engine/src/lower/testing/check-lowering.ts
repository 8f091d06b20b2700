import type { HostTensor, Named, TensorSpec } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from '../../compile.js';
import { eager } from '../../eager.js';
import { readTree } from '../../read-tree.js';
import { describeDifference, magnitude } from './compare-tensors.js';
import { type Draw, permuted } from './draw.js';
import type { LoweringCase, TestedFunction } from './lowering-case.js';

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

/** Runs `body`; fails where a kernel that the case names is not among those it calls. */
async function expectKernels(kernels: readonly string[], body: () => Promise<Named<HostTensor>>): Promise<Named<HostTensor>> {
  let result: Named<HostTensor> | undefined;
  const profile = await tf.profile(async () => {
    result = await body();
    return [];
  });
  const missing = kernels.filter((kernel) => !profile.kernelNames.includes(kernel));
  const called = [...new Set(profile.kernelNames)].join(', ');
  if (missing.length > 0) throw new Error(`never called ${missing.join(', ')}; called ${called}`);
  return result as Named<HostTensor>;
}

/** Draws one call of a case, runs it compiled and on tfjs's `cpu` backend, and throws where they differ. */
export async function checkLowering(tested: LoweringCase, draw: Draw): Promise<void> {
  const call = tested.draw(draw);
  const handed = call.inputs.map((input) => handOver(draw, input));
  const plain = call.inputs.map((tensor): Handed => ({ tensor, undo: [] }));
  const args = Object.fromEntries(named('x', call.inputs));
  const valuesOnly = async () => (await eager(valuesAndGradients(call.fn, plain, [], []))(args)) as Named<HostTensor>;
  const outputs = Object.values(await expectKernels(tested.kernels.slice(0, 1), valuesOnly));
  const weights = outputs.map(({ shape }) => handOver(draw, draw.floats(shape, -1, 1.5)));

  const floats = call.inputs.flatMap(({ dtype }, i) => (dtype === 'float32' ? [i] : []));
  const variables = tested.gradient ? (call.variables ?? floats) : [];
  const feeds = Object.fromEntries([...named('x', handed), ...named('w', weights)].map(([name, { tensor }]) => [name, tensor]));
  const build = (fn: TestedFunction) => valuesAndGradients(fn, handed, weights, variables);
  const reference = async () => (await eager(build(call.reference ?? call.fn))(feeds)) as Named<HostTensor>;
  // Another function is the reference where tfjs's own kernels are wrong; they are not run backwards then.
  const want = await (call.reference === undefined ? expectKernels(tested.kernels, reference) : reference());

  const inputs = Math.max(0, ...call.inputs.filter(({ dtype }) => dtype === 'float32').map(magnitude));
  const program = await compile(build(call.fn), [specsOf(feeds)], { name: tested.kernels[0] as string, threads: 1 });
  try {
    const got = (await readTree(await program.run(feeds))) as Named<HostTensor>;
    for (const [name, expected] of Object.entries(want)) {
      const difference = describeDifference(got[name] as HostTensor, expected, { factor: tested.loosened?.[0] ?? 1, inputs });
      if (difference === undefined) continue;
      const shapes = handed.map(({ tensor, undo }) => `${tensor.dtype} [${tensor.shape.join()}] transposed by [${undo.join()}]`);
      throw new Error(`${name}: ${difference}; inputs ${shapes.join(', ')}`);
    }
  } finally {
    await program.dispose();
  }
}
