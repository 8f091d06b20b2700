// Values where float32 arithmetic is delicate; expected numbers are those of JavaScript's float64 functions.
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from '../compile.js';
import { readTree } from '../read-tree.js';

/** Four units in the last place of a float32. */
const FLOAT32_TOLERANCE = 4 * 2 ** -23;

async function compiled(fn: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor, ...inputs: readonly HostTensor[]): Promise<number[]> {
  const program = await compile(fn, inputs, { name: 'numerics', threads: 1 });
  const { data } = (await readTree(await program.run(...inputs))) as HostTensor;
  await program.dispose();
  return Array.from(data);
}

const floats = (...values: number[]): HostTensor => ({
  shape: [values.length],
  dtype: 'float32',
  data: Float32Array.from(values),
});
const integers = (...values: number[]): HostTensor => ({ shape: [values.length], dtype: 'int32', data: Int32Array.from(values) });

function expectRelative(got: readonly number[], want: readonly number[]): void {
  got.forEach((value, i) => {
    const expected = want[i] as number;
    if (!Number.isFinite(expected)) expect(value).toBe(expected);
    else expect(Math.abs(value - expected)).toBeLessThanOrEqual(FLOAT32_TOLERANCE * Math.abs(expected));
  });
}

/** Around 0, ordinary, and beyond float32. */
const RANGE = floats(-0.75, -1e-3, -1e-7, -1e-20, 0, 1e-30, 3e-8, 1e-4, 0.3, 20, Number.POSITIVE_INFINITY);

describe('near 0', () => {
  test('expm1 keeps the digits that exp(x) - 1 loses', async () => {
    expectRelative(await compiled(tf.expm1, RANGE), Array.from(RANGE.data, Math.expm1));
  });

  test('log1p keeps the digits that log(1 + x) loses', async () => {
    expectRelative(await compiled(tf.log1p, RANGE), Array.from(RANGE.data, Math.log1p));
  });
});

describe('definitions', () => {
  test('round goes to the even number from the middle', async () => {
    expect(await compiled(tf.round, floats(-2.5, -1.5, 0.5, 1.5, 2.5, 3.5))).toEqual([-2, -2, 0, 2, 2, 4]);
  });

  test('step is alpha at and below 0', async () => {
    expect(await compiled((x) => tf.step(x, 0.25), floats(-1, 0, 1))).toEqual([0.25, 0.25, 1]);
  });

  test('a negative base has real powers for whole exponents alone', async () => {
    expect(await compiled(tf.pow, floats(-2, -2, -2, 0), floats(3, -2, 0.5, 0))).toEqual([-8, 0.25, Number.NaN, 1]);
  });

  test('floorDiv rounds down, also for numbers that float32 does not hold', async () => {
    const quotients = compiled(tf.floorDiv, integers(7, -7, 7, -7, 16777217, -6), integers(2, 2, -2, -2, 1, 3));

    expect(await quotients).toEqual([3, -4, -4, 3, 16777217, -2]);
  });

  test('mod has the sign of the divisor', async () => {
    expect(await compiled(tf.mod, integers(7, -7, 7, -7, 6), integers(3, 3, -3, -3, 3))).toEqual([1, 2, -2, -1, 0]);
    expect(await compiled(tf.mod, floats(7, -7, 7, -7), floats(4, 4, -4, -4))).toEqual([3, 1, -1, -3]);
  });

  test('whole numbers divided by 0 give 0, and the process goes on', async () => {
    expect(await compiled(tf.floorDiv, integers(5), integers(0))).toEqual([0]);
    expect(await compiled(tf.mod, integers(5), integers(0))).toEqual([0]);
  });

  test('atan2 knows the quadrants and the axes', async () => {
    const points = [floats(1, 1, -1, -1, 0, 0, 2, 0), floats(1, -1, 1, -1, 1, -1, 0, 0)] as const;

    expectRelative(
      await compiled(tf.atan2, ...points),
      Array.from(points[0].data, (y, i) => Math.atan2(y, points[1].data[i] as number)),
    );
  });

  test('of equal values the first is the largest and the smallest', async () => {
    expect(await compiled((x) => tf.argMax(x), floats(1, 3, 3))).toEqual([1]);
    expect(await compiled((x) => tf.argMin(x), floats(3, 1, 1))).toEqual([1]);
  });

  test('a float becomes a whole number by dropping its fraction', async () => {
    expect(await compiled((x) => tf.cast(x, 'int32'), floats(-1.9, -0.5, 0.5, 1.9))).toEqual([-1, 0, 0, 1]);
  });

  test('an index below 0 or beyond the depth is one-hot nowhere', async () => {
    expect(await compiled((x) => tf.oneHot(x, 2), integers(-1, 1, 2))).toEqual([0, 0, 0, 1, 0, 0]);
  });
});

describe('NaN', () => {
  const nan = floats(Number.NaN, 1, -2);
  const spreads: readonly [string, (x: tf.Tensor) => tf.Tensor][] = [
    ['relu', tf.relu],
    ['maximum', (x) => tf.maximum(x, 0)],
    ['minimum', (x) => tf.minimum(x, 0)],
    ['clipByValue', (x) => tf.clipByValue(x, -1, 1)],
    ['max', (x) => tf.max(x)],
    ['min', (x) => tf.min(x)],
    ['sigmoid', tf.sigmoid],
    ['softmax', (x) => tf.softmax(x)],
    ['sum', (x) => tf.sum(x)],
  ];

  test.each(spreads)('goes through %s', async (_, fn) => {
    expect((await compiled(fn, nan))[0]).toBeNaN();
  });
});

describe('threads', () => {
  test('do not change the bits of a product of few rows and columns', async () => {
    const wave = (shape: readonly number[], rate: number): HostTensor => {
      const size = shape.reduce((a, b) => a * b, 1);
      return { shape, dtype: 'float32', data: Float32Array.from({ length: size }, (_, i) => Math.sin(rate * i)) };
    };
    const inputs = [wave([25, 1000], 0.7), wave([1000, 64], 0.3)];
    const results = await Promise.all(
      [1, 2, 4].map(async (threads) => {
        const product = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b);
        const program = await compile(product, inputs, { name: 'product', threads });
        const { data } = (await readTree(await program.run(...inputs))) as HostTensor;
        await program.dispose();
        return data;
      }),
    );

    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});
