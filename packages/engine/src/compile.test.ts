import { type HostTensor, type Named, ShapeMismatchError, UnsupportedKernelError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from './compile.js';
import { eager } from './eager.js';
import { readTree } from './read-tree.js';
import type { DeviceTensor } from './session/program.js';

const floats = (shape: readonly number[], ...data: number[]): HostTensor<'float32'> => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(data),
});
const spec = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;
const compiling = (fn: (x: tf.Tensor) => tf.Tensor) => compile(fn, [spec(4)], { name: 'doubleIt' });

describe('a function that cannot be traced', () => {
  test('names the kernel, the function and the reason', async () => {
    const refused = compiling((x) => tf.unique(x as tf.Tensor1D).values);

    await expect(refused).rejects.toThrow(UnsupportedKernelError);
    await expect(refused).rejects.toThrow(
      "cannot trace kernel Unique in function doubleIt: the result's shape depends on values, and shapes are fixed while a function is traced",
    );
  });

  test('names the attribute that is refused', async () => {
    const first = compile((x: tf.Tensor4D) => tf.conv2d(x, tf.ones([1, 1, 2, 1]), 1, 'same', 'NCHW'), [spec(1, 2, 3, 3)], {
      name: 'net',
    });

    await expect(first).rejects.toThrow('Conv2D in function net: dataFormat NCHW; use NHWC');
  });

  test('may not read values', async () => {
    await expect(compiling((x) => tf.scalar(x.dataSync()[0] as number))).rejects.toThrow(
      "doubleIt reads a tensor's value while it is traced",
    );
  });

  test('may not use tensors from outside', async () => {
    await eager(() => ({}))();
    await tf.setBackend('cpu');
    const outside = tf.tensor1d([1, 2, 3, 4]);

    await expect(compiling((x) => tf.mul(x, outside))).rejects.toThrow('a tensor made outside doubleIt is used inside it');
    outside.dispose();
  });

  test('leaves tfjs as it was', async () => {
    await tf.setBackend('cpu');
    await expect(
      compiling(() => {
        throw new Error('its own fault');
      }),
    ).rejects.toThrow('its own fault');

    expect(tf.getBackend()).toBe('cpu');
    const program = await compiling((x) => tf.mul(x, 2));
    await program.dispose();
  });
});

describe('arguments', () => {
  const sum = (state: Named<tf.Tensor>, x: tf.Tensor) => ({ y: tf.add(state.w as tf.Tensor, x) });
  const compiled = () => compile(sum, [{ w: spec(2) }, spec(2)], { name: 'sum' });

  test.each([
    ['another shape', [{ w: floats([3], 1, 2, 3) }, floats([2], 1, 2)], 'sum: arg0.w: expected float32 [2], got float32 [3]'],
    ['another rank', [{ w: floats([1, 2], 1, 2) }, floats([2], 1, 2)], 'sum: arg0.w: expected float32 [2], got float32 [1, 2]'],
    [
      'another type',
      [{ w: { ...floats([2]), dtype: 'int32', data: Int32Array.of(1, 2) } }, floats([2], 1, 2)],
      'expected float32 [2], got int32 [2]',
    ],
    ['nothing', [{}, floats([2], 1, 2)], 'sum: arg0.w: expected float32 [2], got nothing'],
    ['too few', [{ w: floats([2], 1, 2) }], 'sum: arg1: expected float32 [2], got nothing'],
  ])('of %s are refused by name', async (_, args, message) => {
    const program = await compiled();
    const run = program.run(...(args as HostTensor[]));

    await expect(run).rejects.toThrow(ShapeMismatchError);
    await expect(run).rejects.toThrow(message as string);
    await program.dispose();
  });

  test('may be results of an earlier run', async () => {
    const program = await compiled();
    const w = floats([2], 1, 2);
    const first = (await program.run({ w }, floats([2], 10, 20))) as Named<DeviceTensor>;
    const second = (await readTree(
      await program.run({ w: first.y as DeviceTensor }, floats([2], 100, 200)),
    )) as Named<HostTensor>;

    expect(Array.from((second.y as HostTensor).data)).toEqual([111, 222]);
    await program.dispose();
  });
});

describe('results', () => {
  test('may be arguments, constants, or the same tensor twice', async () => {
    const same = (x: tf.Tensor) => ({
      x,
      twice: { a: tf.exp(x), b: tf.exp(x) },
      seven: tf.fill([2], 7),
      turned: tf.transpose(x),
    });
    const program = await compile(same, [spec(1, 2)], { name: 'same' });
    const x = floats([1, 2], 0, 1);

    const compiled = await readTree(await program.run(x));

    expect(compiled).toEqual(await eager(same)(x));
    await program.dispose();
  });

  test('of two programs traced one after the other do not mix', async () => {
    const [plusOne, timesTwo] = await Promise.all([compiling((x) => tf.add(x, 1)), compiling((x) => tf.mul(x, 2))]);
    const x = floats([4], 1, 2, 3, 4);
    const [a, b] = await Promise.all([plusOne.run(x), timesTwo.run(x)].map(async (result) => readTree(await result)));

    expect(Array.from((a as HostTensor).data)).toEqual([2, 3, 4, 5]);
    expect(Array.from((b as HostTensor).data)).toEqual([2, 4, 6, 8]);
    await Promise.all([plusOne.dispose(), timesTwo.dispose()]);
  });
});
