import { compile, eager, readTree } from '@aigc/engine';
import type { HostTensor, TensorSpec } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { augmentImages } from './augment-images.js';
import { changeColor } from './change-color.js';
import { cutOut } from './cut-out.js';
import { shiftImages } from './shift-images.js';

// Sums of some tens of float32 products near 1, in another order.
const ROUNDING = 1e-5;

const float32 = (shape: readonly number[], value: (i: number) => number): HostTensor<'float32'> => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i)),
});
/** Reproducible numbers that look uniform in [0, 1). */
const scattered = (i: number) => (i * 0.618034 + 0.137) % 1;
const PICTURES = float32([3, 8, 8, 3], (i) => Math.sin(i));
const RANDOM = float32([3, 10], scattered);
const scalar = (value: number) => float32([], () => value);
const run = async (fn: object, ...inputs: HostTensor[]) => (await eager(fn as never)(...inputs)) as HostTensor<'float32'>;

describe('augmentImages', () => {
  test('returns the pictures bit for bit at strength 0', async () => {
    const same = await run(augmentImages, PICTURES, scalar(0), RANDOM);

    expect([...same.data]).toEqual([...PICTURES.data]);
  });

  test('changes each picture at strength 1', async () => {
    const { data } = await run(augmentImages, PICTURES, scalar(1), RANDOM);

    for (let picture = 0; picture < 3; picture++) {
      const range = [picture * 192, (picture + 1) * 192] as const;
      expect([...data.slice(...range)]).not.toEqual([...PICTURES.data.slice(...range)]);
    }
  });

  test('lets the gradient through as differences say', async () => {
    const loss = (images: tf.Tensor, strength: tf.Tensor, random: tf.Tensor) =>
      tf.sum(tf.square(augmentImages(images, strength, random)));
    const gradient = (images: tf.Tensor, strength: tf.Tensor, random: tf.Tensor) =>
      tf.grad((x: tf.Tensor) => loss(x, strength, random))(images);
    const h = 1e-2;
    const at = 100;
    const moved = (by: number) => float32(PICTURES.shape, (i) => (PICTURES.data[i] as number) + (i === at ? by : 0));

    const { data } = await run(gradient, PICTURES, scalar(1), RANDOM);
    const [above, below] = await Promise.all([h, -h].map((by) => run(loss, moved(by), scalar(1), RANDOM)));

    // The loss is quadratic in a pixel, so the central difference is exact but for rounding: losses near 500, eps 6e-8, over 2 h
    expect(data[at]).toBeCloseTo(
      (((above as HostTensor).data[0] as number) - ((below as HostTensor).data[0] as number)) / (2 * h),
      1,
    );
    expect(data.some((value) => value !== 0)).toBe(true);
  });

  test('compiles to what it computes kernel by kernel', async () => {
    const gradient = (images: tf.Tensor, strength: tf.Tensor, random: tf.Tensor) =>
      tf.grad((x: tf.Tensor) => tf.sum(tf.square(augmentImages(x, strength, random))))(images);
    const inputs = [PICTURES, scalar(0.5), RANDOM];
    const specs = inputs.map(({ shape, dtype }): TensorSpec => ({ shape, dtype }));

    const program = await compile(gradient, specs, { name: 'augment' });
    const compiled = (await readTree(await program.run(...inputs))) as HostTensor;
    await program.dispose();
    const reference = await run(gradient, ...inputs);

    const worst = Math.max(...[...reference.data].map((value, i) => Math.abs(value - (compiled.data[i] as number))));
    expect(worst).toBeLessThan(ROUNDING);
  });
});

describe('shiftImages', () => {
  test('moves down and right, and brings in zeros', async () => {
    const picture = float32([1, 3, 3, 1], (i) => i + 1);

    const { data } = await run(
      shiftImages,
      picture,
      float32([1], () => 1),
      float32([1], () => -1),
    );

    // 1 2 3 / 4 5 6 / 7 8 9 one down and one to the left
    expect([...data]).toEqual([0, 0, 0, 2, 3, 0, 5, 6, 0]);
  });
});

describe('cutOut', () => {
  test('covers a square of half the side round its centre, in the pictures to cut only', async () => {
    const ones = float32([2, 4, 4, 1], () => 1);
    const cut = (images: tf.Tensor, isCut: tf.Tensor) =>
      cutOut(images, { row: tf.tensor1d([1, 1]), column: tf.tensor1d([0, 0]), isCut });

    const { data } = await run(
      cut,
      ones,
      float32([2], (i) => i),
    );

    expect([...data.slice(0, 16)].every((value) => value === 1)).toBe(true);
    // rows 0 and 1; columns -1, which is outside, and 0
    expect([...data.slice(16)]).toEqual([0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });
});

describe('changeColor', () => {
  const change = (brightness: number, saturation: number, contrast: number) => (images: tf.Tensor) =>
    changeColor(images, {
      brightness: tf.tensor1d([brightness]),
      saturation: tf.tensor1d([saturation]),
      contrast: tf.tensor1d([contrast]),
    });
  const two = float32([1, 1, 2, 3], (i) => [0, 0.3, 0.6, -0.2, 0.1, 0.4][i] as number);

  test('adds brightness', async () => {
    const { data } = await run(change(0.25, 0, 0), two);

    expect(data[0]).toBeCloseTo(0.25, 6);
    expect(data[5]).toBeCloseTo(0.65, 6);
  });

  test('takes all colour away at saturation -1', async () => {
    const { data } = await run(change(0, -1, 0), two);

    // means 0.3 and 0.1
    expect([...data].map((value) => Number(value.toFixed(6)))).toEqual([0.3, 0.3, 0.3, 0.1, 0.1, 0.1]);
  });

  test('halves the distance from the mean at contrast -0.5', async () => {
    const { data } = await run(change(0, 0, -0.5), two);

    // the mean is 0.2
    expect([...data].map((value) => Number(value.toFixed(6)))).toEqual([0.1, 0.25, 0.4, 0, 0.15, 0.3]);
  });
});
