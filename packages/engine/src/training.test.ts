import type { HostTensor, Named, Tree } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from './compile.js';
import { eager } from './eager.js';
import { describeDifference } from './lower/testing/compare-tensors.js';
import { readTree } from './read-tree.js';
import type { DeviceTensor, Feed } from './session/program.js';
import { treeLeaves } from './tree.js';

type State = Named<tf.Tensor>;

const LEARNING_RATE = 0.02;
const MOMENTUM = 0.9;
/** Rounding errors of a few steps: each layer and each step adds its own to those before. */
const TRAINING_TOLERANCE_FACTOR = 50;
/** What the process may grow in 950 steps: a leak of one state (0.4 MB) a step would be 370 MB. */
const MAX_GROWTH_BYTES = 100 * 2 ** 20;

/** Two convolutions, pooling, batch statistics and a dense layer. */
function lossOf(images: tf.Tensor4D, labels: tf.Tensor) {
  return (first: tf.Tensor, second: tf.Tensor, dense: tf.Tensor): tf.Scalar => {
    const hidden = tf.relu(tf.conv2d(images, first as tf.Tensor4D, 1, 'same'));
    const pooled = tf.maxPool(hidden as tf.Tensor4D, 2, 2, 'same');
    const { mean, variance } = tf.moments(pooled, [0, 1, 2]);
    const normal = tf.div(tf.sub(pooled, mean), tf.sqrt(tf.add(variance, 1e-3)));
    const last = tf.leakyRelu(tf.conv2d(normal as tf.Tensor4D, second as tf.Tensor4D, 2, 'same'));
    const logits = tf.matMul(tf.reshape(last, [images.shape[0], -1]), dense);
    return tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar;
  };
}

/** One step of gradient descent with momentum. */
function trainStep(state: State, images: tf.Tensor4D, labels: tf.Tensor): Named<tf.Tensor> {
  const names = ['first', 'second', 'dense'];
  const { value, grads } = tf.valueAndGrads(lossOf(images, labels))(names.map((name) => state[name] as tf.Tensor));
  const next: { [name: string]: tf.Tensor } = { loss: value };
  names.forEach((name, i) => {
    const velocity = tf.add(tf.mul(state[`${name}Velocity`] as tf.Tensor, MOMENTUM), grads[i] as tf.Tensor);
    next[`${name}Velocity`] = velocity;
    next[name] = tf.sub(state[name] as tf.Tensor, tf.mul(velocity, LEARNING_RATE));
  });
  return next;
}

function numbers(shape: readonly number[], scale: number): HostTensor<'float32'> {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, dtype: 'float32', data: Float32Array.from({ length: size }, (_, i) => scale * Math.sin(i * 12.9898 + size)) };
}

function initial(channels: number, side: number): Named<HostTensor> {
  const weights = { first: [3, 3, 3, channels], second: [3, 3, channels, channels], dense: [(side / 4) ** 2 * channels, 10] };
  return Object.fromEntries(
    Object.entries(weights).flatMap(([name, shape]) => [
      [name, numbers(shape, 0.1)],
      [`${name}Velocity`, numbers(shape, 0)],
    ]),
  );
}

interface Setting {
  readonly channels: number;
  readonly side: number;
  readonly batch: number;
}

function batchOf({ side, batch }: Setting): [HostTensor, HostTensor] {
  const labels = new Float32Array(batch * 10);
  for (let i = 0; i < batch; i++) labels[i * 10 + (i % 10)] = 1;
  return [numbers([batch, side, side, 3], 1), { shape: [batch, 10], dtype: 'float32', data: labels }];
}

/** Runs steps; each state is disposed once the next is there. `afterStep` is told the number of steps done. */
async function train(setting: Setting, steps: number, threads: number, afterStep: (step: number) => void = () => {}) {
  const start = initial(setting.channels, setting.side);
  const batch = batchOf(setting);
  const program = await compile(trainStep, [start, ...batch], { name: 'trainStep', threads });
  let state: Tree<Feed> = start;
  for (let step = 1; step <= steps; step++) {
    const { loss, ...next } = (await program.run(state, ...batch)) as Named<DeviceTensor>;
    loss?.dispose();
    if (step > 1) for (const [, tensor] of treeLeaves(state as Tree<DeviceTensor>)) tensor.dispose();
    state = next;
    afterStep(step);
  }
  const last = (await readTree(state)) as Named<HostTensor>;
  await program.dispose();
  return last;
}

describe('training a small convolutional network', () => {
  test('equals the eager reference over three steps', async () => {
    const setting = { channels: 4, side: 8, batch: 4 };
    let state = initial(setting.channels, setting.side);
    for (let step = 0; step < 3; step++) {
      const { loss: _, ...next } = (await eager(trainStep)(state, ...batchOf(setting))) as Named<HostTensor>;
      state = next;
    }

    const got = await train(setting, 3, 1);

    for (const [name, want] of Object.entries(state)) {
      expect([name, describeDifference(got[name] as HostTensor, want, { factor: TRAINING_TOLERANCE_FACTOR })]).toEqual([
        name,
        undefined,
      ]);
    }
  });

  test.each([2, 3, 5])('gives the same bits with one thread and with %i, over 20 steps', async (threads) => {
    const setting = { channels: 16, side: 16, batch: 16 };

    expect(await train(setting, 20, threads)).toEqual(await train(setting, 20, 1));
  });

  test('takes no more memory after 1,000 steps than after 50', async () => {
    let early = 0;
    await train({ channels: 64, side: 16, batch: 2 }, 1000, 1, (step) => {
      if (step === 50) early = process.memoryUsage.rss();
    });

    expect(process.memoryUsage.rss() - early).toBeLessThan(MAX_GROWTH_BYTES);
  });
});
