import { compile, readTree } from '@aigc/engine';
import * as tf from '@tensorflow/tfjs-core';
import { ALL_CASES } from '../../packages/engine/dist/lower/testing/cases/index.js';
import { describeDifference, magnitude } from '../../packages/engine/dist/lower/testing/compare-tensors.js';
import { seededDraw } from './seeded-draw.mjs';

const SEED = 20;
/** Shaders approximate sin, exp, pow and division to a few units in the last place (WGSL, 15.7.4), where the processor rounds once. */
const SHADER_FACTOR = 30;

const listed = (result) => (Array.isArray(result) ? result : [result]);
const named = (prefix, list) => Object.fromEntries(list.map((item, i) => [`${prefix}${i}`, item]));

/** Values of a call and, where there is one, the gradient of their sum. */
function valuesAndGradients(call, hasGradient) {
  const floats = call.inputs.flatMap(({ dtype }, i) => (dtype === 'float32' ? [i] : []));
  const variables = hasGradient ? (call.variables ?? floats) : [];
  return (args) => {
    const inputs = call.inputs.map((_, i) => args[`x${i}`]);
    const sum = (...moved) => {
      const all = inputs.map((input, i) => (variables.includes(i) ? moved[variables.indexOf(i)] : input));
      return tf.addN(listed(call.fn(...all)).map((value) => tf.sum(tf.cast(value, 'float32'))));
    };
    const gradients = variables.length === 0 ? [] : tf.grads(sum)(variables.map((i) => inputs[i]));
    return { ...named('y', listed(call.fn(...inputs))), ...named('d', gradients) };
  };
}

async function results(fn, feeds, device) {
  const specs = Object.fromEntries(Object.entries(feeds).map(([name, { shape, dtype }]) => [name, { shape, dtype }]));
  const program = await compile(fn, [specs], { name: 'case', device, threads: 1 });
  try {
    return await readTree(await program.run(feeds));
  } finally {
    await program.dispose();
  }
}

async function failureOf(tested, device) {
  const call = tested.draw(seededDraw(SEED));
  const feeds = named('x', call.inputs);
  const fn = valuesAndGradients(call, tested.gradient);
  try {
    const [want, got] = [await results(fn, feeds, 'cpu'), await results(fn, feeds, device)];
    const strictness = {
      factor: (tested.loosened?.[0] ?? 1) * SHADER_FACTOR,
      inputs: Math.max(0, ...call.inputs.filter(({ dtype }) => dtype === 'float32').map(magnitude)),
    };
    for (const [name, expected] of Object.entries(want)) {
      const difference = describeDifference(got[name], expected, strictness);
      if (difference !== undefined) return `${name}: ${difference}`;
    }
    return undefined;
  } catch (error) {
    return error.message;
  }
}

/** Every lowering, values and gradients, as on the processor. */
export async function* checkLowerings({ device }) {
  for (const tested of ALL_CASES) {
    const name = [...tested.kernels, tested.variant ?? ''].join(' ').trim();
    yield { name, failure: await failureOf(tested, device), detail: 'as on the processor' };
  }
}
