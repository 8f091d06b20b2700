import type { HostTensor, Named } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from '../compile.js';
import { encodeOnnxModel } from '../onnx/encode.js';
import { readTree } from '../read-tree.js';
import { trace } from '../trace/trace.js';
import { nativeRuntime } from './onnx-runtime.js';
import { openDevices } from './testing/open-devices.js';
import { webgpuGraph } from './webgpu-graph.js';

/** Parts of 1, 2, ... numbers: none like another. */
const sizesOf = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const splitInto = (count: number) => (x: tf.Tensor1D) =>
  Object.fromEntries(tf.split(x, sizesOf(count)).map((part, i) => [`part${String(i).padStart(3, '0')}`, part]));
const vector = (length: number): HostTensor => ({
  ...{ shape: [length], dtype: 'float32' },
  data: Float32Array.from({ length }, (_, i) => i),
});
const lengthOf = (count: number) => (count * (count + 1)) / 2;

const hasWebgpu = (await openDevices()).includes('webgpu');

describe('webgpuGraph', () => {
  test.each([
    [7, 1],
    // two groups of 4 or less in 7: 8 = 4 x 2
    [8, 5],
    // 7 groups of 7, each a Split
    [49, 8],
    // 7 groups of 15 at most, each in 5 groups of 3, each a Split: the last group has 10 = 5 x 2
    [100, 1 + 7 + 7 * 5],
  ])('splits into %i parts with %i nodes of at most 7 outputs, and the same numbers', async (count, nodeCount) => {
    const { graph } = trace(splitInto(count) as never, [{ shape: [lengthOf(count)], dtype: 'float32' }], 'split');
    const splits = webgpuGraph(graph).graph.nodes.filter(({ op }) => op === 'Split');
    const { InferenceSession, Tensor } = await nativeRuntime();
    const session = await InferenceSession.create(encodeOnnxModel(webgpuGraph(graph).graph));
    const { data } = vector(lengthOf(count));
    const results = await session.run({ arg0: new Tensor('float32', data as Float32Array, [data.length]) });
    await session.release();

    expect(splits).toHaveLength(nodeCount);
    expect(Math.max(...splits.map(({ outputs }) => outputs.length))).toBeLessThanOrEqual(7);
    const parts = Object.keys(results).sort();
    expect(parts.flatMap((name) => Array.from(results[name]?.data as Float32Array))).toEqual(Array.from(data));
    expect(parts.map((name) => results[name]?.dims[0])).toEqual(sizesOf(count));
  });

  (hasWebgpu ? test : test.skip)('runs there: many parts, and the gradient of a transposed convolution of volumes', async () => {
    const fn = ({ x, w }: Named<tf.Tensor>) => {
      const parts = tf.split(x as tf.Tensor1D, sizesOf(20));
      const volume = tf.reshape(tf.slice(x as tf.Tensor1D, 0, 64), [1, 4, 4, 4, 1]) as tf.Tensor5D;
      const energy = (v: tf.Tensor) => tf.sum(tf.square(tf.conv3d(v as tf.Tensor5D, w as tf.Tensor5D, 2, 'same')));
      return { sums: tf.stack(parts.map((part) => tf.sum(part))), slope: tf.grad(energy)(volume) };
    };
    const feeds = { x: vector(210), w: { ...vector(8), shape: [2, 2, 2, 1, 1] } };
    const [want, got] = await Promise.all(
      (['cpu', 'webgpu'] as const).map(async (device) => {
        const program = await compile(fn as never, [feeds], { name: 'many', device });
        const result = (await readTree(await program.run(feeds))) as Named<HostTensor>;
        await program.dispose();
        return result;
      }),
    );

    // Whole numbers below 2^24, so that every order of summation is exact.
    expect(got).toEqual(want);
  });
});
