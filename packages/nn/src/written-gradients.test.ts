// Every layer with a written-out gradient against the same formula in plain operations, which tfjs differentiates itself.
import { compile, eager, readTree } from '@aigc/engine';
import type { HostTensor, Named, Tree } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import {
  batchNorm,
  bernoulliLoss,
  conv2d,
  crossEntropy,
  dense,
  gelu,
  groupNorm,
  layerNorm,
  silu,
  upsampleNearest2x,
} from './index.js';

/** float32 sums of a few hundred terms of size 1. */
const TOLERANCE = 2e-5;

type Layer = (...inputs: tf.Tensor[]) => tf.Tensor;

interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly written: Layer;
  readonly plain: Layer;
}

const standardised = (x: tf.Tensor, axes: number[]) => {
  const { mean, variance } = tf.moments(x, axes, true);
  return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
};
const labels = () => tf.tensor1d([2, 0, 4, 4, 1, 3], 'int32');
const targets = () => tf.tensor2d([0, 1, 0.25, 1, 0, 0.5], [2, 3]);

const CASES: readonly Case[] = [
  {
    name: 'silu',
    shapes: [[3, 5]],
    written: (x) => silu(x as tf.Tensor),
    plain: (x) => tf.mul(x as tf.Tensor, tf.sigmoid(x as tf.Tensor)),
  },
  {
    name: 'gelu',
    shapes: [[3, 5]],
    written: (x) => gelu(x as tf.Tensor),
    plain: (x) => tf.mul(tf.mul(x as tf.Tensor, 0.5), tf.add(1, tf.erf(tf.div(x as tf.Tensor, Math.SQRT2)))),
  },
  {
    name: 'layerNorm',
    shapes: [[4, 3, 6], [6], [6]],
    written: (x, scale, shift) => layerNorm(x as tf.Tensor, { scale: scale as tf.Tensor, shift: shift as tf.Tensor }),
    plain: (x, scale, shift) => tf.add(tf.mul(standardised(x as tf.Tensor, [-1]), scale as tf.Tensor), shift as tf.Tensor),
  },
  {
    name: 'batchNorm',
    shapes: [[4, 3, 2, 5], [5], [5]],
    written: (x, scale, shift) => batchNorm(x as tf.Tensor, { scale: scale as tf.Tensor, shift: shift as tf.Tensor }),
    plain: (x, scale, shift) => tf.add(tf.mul(standardised(x as tf.Tensor, [0, 1, 2]), scale as tf.Tensor), shift as tf.Tensor),
  },
  {
    name: 'groupNorm',
    shapes: [[2, 3, 2, 6], [6], [6]],
    written: (x, scale, shift) => groupNorm(x as tf.Tensor, { scale: scale as tf.Tensor, shift: shift as tf.Tensor }, 3),
    plain: (x, scale, shift) => {
      const grouped = standardised(tf.reshape(x as tf.Tensor, [2, 3, 2, 3, 2]), [1, 2, 4]);
      return tf.add(tf.mul(tf.reshape(grouped, [2, 3, 2, 6]), scale as tf.Tensor), shift as tf.Tensor);
    },
  },
  {
    name: 'upsampleNearest2x',
    shapes: [[2, 3, 2, 5]],
    written: (x) => upsampleNearest2x(x as tf.Tensor),
    plain: (x) => tf.gather(tf.gather(x as tf.Tensor, [0, 0, 1, 1, 2, 2], 1), [0, 0, 1, 1], 2),
  },
  {
    name: 'dense with bias',
    shapes: [[4, 3], [3, 2], [2]],
    written: (x, kernel, bias) => dense(x as tf.Tensor, kernel as tf.Tensor, bias),
    plain: (x, kernel, bias) => tf.add(tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D), bias as tf.Tensor),
  },
  {
    name: 'conv2d with bias',
    shapes: [[2, 4, 4, 3], [3, 3, 3, 2], [2]],
    written: (x, kernel, bias) => conv2d(x as tf.Tensor, kernel as tf.Tensor, bias),
    plain: (x, kernel, bias) => tf.add(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same'), bias as tf.Tensor),
  },
  {
    name: 'crossEntropy',
    shapes: [[6, 5]],
    written: (logits) => crossEntropy(logits as tf.Tensor, labels()),
    plain: (logits) => {
      const probabilities = tf.softmax(logits as tf.Tensor);
      return tf.neg(tf.mean(tf.log(tf.sum(tf.mul(probabilities, tf.oneHot(labels(), 5, 1, 0, 'float32')), 1))));
    },
  },
  {
    name: 'bernoulliLoss',
    shapes: [[2, 3]],
    written: (logits) => bernoulliLoss(logits as tf.Tensor, targets()),
    plain: (logits) => {
      const p = tf.sigmoid(logits as tf.Tensor);
      const terms = tf.add(tf.mul(targets(), tf.log(p)), tf.mul(tf.sub(1, targets()), tf.log(tf.sub(1, p))));
      return tf.div(tf.neg(tf.sum(terms)), 2);
    },
  },
];

/** Different for every element and every input, of size 1, never 0. */
const filled = (shape: readonly number[], salt: number): HostTensor => {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return { shape, dtype: 'float32', data: Float32Array.from({ length: size }, (_, i) => 1.3 * Math.sin(1.7 * i + salt) + 0.05) };
};

/** The layer's value and its gradients for a fixed weighting of the output. */
const valueAndGradients = (layer: Layer) => (inputs: Named<tf.Tensor>) => {
  const ordered = Object.keys(inputs)
    .sort()
    .map((key) => inputs[key] as tf.Tensor);
  const y = layer(...ordered);
  const weighting = tf.reshape(tf.sin(tf.add(tf.mul(tf.range(0, y.size), 0.9), 1)), y.shape);
  const gradients = tf.grads((...tensors: tf.Tensor[]) => tf.sum(tf.mul(layer(...tensors), weighting)))(ordered);
  return { y, ...Object.fromEntries(gradients.map((gradient, i) => [`d${i}`, gradient])) } as Tree<tf.Tensor>;
};

const largestDifference = (a: Tree<HostTensor>, b: Tree<HostTensor>): { [leaf: string]: number } => {
  const [left, right] = [a as Named<HostTensor>, b as Named<HostTensor>];
  const difference = (key: string) =>
    Math.max(...Array.from((left[key] as HostTensor).data, (value, i) => Math.abs(value - (right[key]?.data[i] as number))));
  return Object.fromEntries(Object.keys(right).map((key) => [key, difference(key)]));
};

describe.each(CASES)('$name', ({ shapes, written, plain }) => {
  const inputs = Object.fromEntries(shapes.map((shape, i) => [`x${i}`, filled(shape, i)]));

  test('has the value and the gradients of its formula', async () => {
    const expected = await eager(valueAndGradients(plain) as never)(inputs);
    const actual = await eager(valueAndGradients(written) as never)(inputs);

    for (const difference of Object.values(largestDifference(actual, expected))) expect(difference).toBeLessThan(TOLERANCE);
  });

  test('gives the same compiled', async () => {
    const specs = Object.fromEntries(Object.entries(inputs).map(([key, { shape, dtype }]) => [key, { shape, dtype }]));
    const program = await compile(valueAndGradients(written) as never, [specs], { name: 'layer', threads: 1 });
    const expected = await eager(valueAndGradients(plain) as never)(inputs);
    const actual = await readTree(await program.run(inputs));
    await program.dispose();

    for (const difference of Object.values(largestDifference(actual, expected))) expect(difference).toBeLessThan(TOLERANCE);
  });
});
