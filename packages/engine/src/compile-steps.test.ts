import { type HostTensor, type Named, ShapeMismatchError, type Tree } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from './compile.js';
import { compileSteps } from './compile-steps.js';
import { readTree } from './read-tree.js';
import type { DeviceTensor, Feed } from './session/program.js';
import type { StepSpecs } from './steps/step-program.js';
import { treeLeaves } from './tree.js';

/** What the process may grow in 1,000 steps: a leak of one state (0.5 MB) a step would be 500 MB. */
const MAX_GROWTH_BYTES = 100 * 2 ** 20;

const LEARNING_RATE = 0.002;

const floats = (shape: readonly number[], data: ArrayLike<number>): HostTensor<'float32'> => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(data),
});
const wave = (size: number, phase: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898 + phase));

interface NetworkState {
  readonly w: { readonly first: tf.Tensor2D; readonly second: tf.Tensor2D };
  readonly velocity: tf.Tensor2D;
  readonly count: tf.Tensor;
}

/** Descends by the gradient of a network of two layers, with momentum on the first; also keeps what it does not change. */
function descend(state: NetworkState, { x, sign }: { x: tf.Tensor2D; sign: tf.Tensor2D }) {
  const loss = (first: tf.Tensor, second: tf.Tensor) =>
    tf.mean(
      tf.squaredDifference(tf.matMul(tf.relu(tf.matMul(x, first as tf.Tensor2D)), second as tf.Tensor2D), sign),
    ) as tf.Scalar;
  const { value, grads } = tf.valueAndGrads(loss)([state.w.first, state.w.second]);
  const velocity = tf.add(tf.mul(state.velocity, 0.9), grads[0] as tf.Tensor);
  return {
    state: {
      w: {
        first: tf.sub(state.w.first, tf.mul(velocity, LEARNING_RATE)),
        second: tf.sub(state.w.second, tf.mul(grads[1] as tf.Tensor, LEARNING_RATE)),
      },
      velocity,
      count: state.count,
    },
    metrics: { loss: value, largest: tf.max(x) },
  };
}

const initialState = (width: number): Tree<HostTensor> => ({
  w: { first: floats([8, width], wave(8 * width, 1)), second: floats([width, 1], wave(width, 2)) },
  velocity: floats([8, width], new Float32Array(8 * width)),
  count: { shape: [2], dtype: 'int32', data: Int32Array.of(3, 4) },
});
const inputsOf = (step: number): Named<HostTensor> => ({
  x: floats([4, 8], wave(32, step)),
  sign: floats([4, 1], [1, -1, 1, -1]),
});
const inputsOfAll = (steps: number) => Array.from({ length: steps }, (_, step) => inputsOf(step));

function compiled(width = 16, options: { device?: 'cpu' | 'tfjs'; threads?: number } = {}) {
  return compileSteps(descend, { state: initialState(width), inputs: inputsOf(0) } as StepSpecs, { name: 'descend', ...options });
}

/** Makes steps in calls of the given sizes. */
async function descendInCalls(sizes: readonly number[], options?: { device?: 'cpu' | 'tfjs'; threads?: number }) {
  const program = await compiled(16, options);
  const metrics: Named<number>[] = [];
  let state: Tree<Feed> = initialState(16);
  let left = inputsOfAll(sizes.reduce((sum, size) => sum + size, 0));
  for (const size of sizes) {
    const result = await program.run(state, left.slice(0, size));
    left = left.slice(size);
    metrics.push(...result.metrics);
    state = result.state;
  }
  const last = await readTree(state);
  await program.dispose();
  return { state: last, metrics };
}

describe('steps in one call', () => {
  test.each([[[1, 11]], [[12]], [[5, 4, 3]]])('in groups of %j are bit for bit the steps of one each', async (sizes) => {
    const single = await descendInCalls(new Array(12).fill(1));

    expect(await descendInCalls(sizes)).toEqual(single);
    expect(new Set(single.metrics.map(({ loss }) => loss)).size).toBe(12);
  });

  test('are the steps of a program of one step', async () => {
    const program = await compile(descend, [initialState(16), inputsOf(0)], { name: 'descend' });
    let state: Tree<Feed> = initialState(16);
    for (const inputs of inputsOfAll(3)) state = ((await program.run(state, inputs)) as { state: Tree<DeviceTensor> }).state;
    const last = await readTree(state);
    await program.dispose();

    expect((await descendInCalls([3])).state).toEqual(last);
  });

  test('do not depend on the number of threads', async () => {
    expect(await descendInCalls([12], { threads: 3 })).toEqual(await descendInCalls([12], { threads: 1 }));
  });

  test('give the metrics of each step, in order', async () => {
    const { metrics } = await descendInCalls([4]);

    const largest = (step: number) => Math.max(...(inputsOf(step).x as HostTensor).data);
    expect(metrics.map((step) => step.largest)).toEqual([0, 1, 2, 3].map(largest));
  });

  test('leave the state that they began with as it is', async () => {
    const program = await compiled();
    const state = initialState(16);

    await program.run(state, inputsOfAll(3));

    expect(state).toEqual(initialState(16));
    await program.dispose();
  });

  test('run one by one on other devices', async () => {
    const program = await compiled(16, { device: 'tfjs' });
    expect(program.canGroup).toBe(false);
    await program.dispose();

    const together = await descendInCalls([3], { device: 'tfjs' });
    expect(together).toEqual(await descendInCalls([1, 1, 1], { device: 'tfjs' }));
    expect(together.metrics).toHaveLength(3);
  });

  test('without any inputs to count them by run one by one', async () => {
    const double = ({ x }: { x: tf.Tensor }) => ({ state: { x: tf.mul(x, 2) }, metrics: { sum: tf.sum(x) } });
    const program = await compileSteps(double, { state: { x: floats([2], []) }, inputs: {} }, { name: 'double' });

    const { state, metrics } = await program.run({ x: floats([2], [1, 2]) }, [{}, {}, {}]);

    expect(metrics).toEqual([{ sum: 3 }, { sum: 6 }, { sum: 12 }]);
    expect(await readTree(state)).toEqual({ x: floats([2], [8, 16]) });
    await program.dispose();
  });

  test('take no more memory after 1,000 than after 100', async () => {
    // 0.5 MB of state
    const width = 8192;
    const program = await compiled(width, { threads: 1 });
    let state: Tree<Feed> = initialState(width);
    let early = 0;
    for (let call = 1; call <= 100; call++) {
      const next = await program.run(state, inputsOfAll(10));
      if (call > 1) for (const [, leaf] of treeLeaves(state as Tree<DeviceTensor>)) leaf.dispose();
      state = next.state;
      if (call === 10) early = process.memoryUsage.rss();
    }

    expect(process.memoryUsage.rss() - early).toBeLessThan(MAX_GROWTH_BYTES);
    await program.dispose();
  });
});

describe('what does not fit is refused', () => {
  test.each([
    [
      'state',
      [{ ...(initialState(16) as object), velocity: floats([8], wave(8, 0)) }, inputsOfAll(2)],
      'state.velocity: expected float32 [8, 16], got float32 [8]',
    ],
    [
      'inputs of one of the steps',
      [initialState(16), [inputsOf(0), { ...inputsOf(1), x: floats([1, 8], wave(8, 0)) }]],
      'inputs[1].x: expected float32 [4, 8], got float32 [1, 8]',
    ],
    [
      'inputs that lack a leaf',
      [initialState(16), [{ x: inputsOf(0).x }]],
      'inputs[0].sign: expected float32 [4, 1], got nothing',
    ],
    ['no steps', [initialState(16), []], 'inputs: expected those of one step at least, got none'],
  ])('%s', async (_, args, message) => {
    const program = await compiled();
    const running = program.run(...(args as Parameters<typeof program.run>));

    await expect(running).rejects.toThrow(ShapeMismatchError);
    await expect(running).rejects.toThrow(`descend: ${message}`);
    await program.dispose();
  });

  test('a new state of another form', async () => {
    const grow = ({ x }: { x: tf.Tensor }, { y }: { y: tf.Tensor }) => ({ state: { x: tf.concat([x, y]) }, metrics: {} });
    const specs = { state: { x: floats([2], []) }, inputs: { y: floats([1], []) } };

    await expect(compileSteps(grow, specs, { name: 'grow' })).rejects.toThrow(
      'grow: state.x after a step: expected float32 [2], got float32 [3]',
    );
  });

  test('a metric of several numbers', async () => {
    const keep = (state: { x: tf.Tensor }, { y }: { y: tf.Tensor }) => ({ state, metrics: { y } });
    const specs = { state: { x: floats([2], []) }, inputs: { y: floats([3], []) } };

    await expect(compileSteps(keep, specs, { name: 'keep' })).rejects.toThrow('keep: metrics.y: expected one number, got [3]');
  });
});
