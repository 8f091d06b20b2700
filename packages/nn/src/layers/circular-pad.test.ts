import { compile, eager, readTree } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { circularPad } from './circular-pad.js';

const picture = (side: number): HostTensor => ({
  shape: [1, side, side, 1],
  dtype: 'float32',
  data: Float32Array.from({ length: side * side }, (_, i) => i),
});

describe('circularPad', () => {
  test('continues each side with the opposite one', async () => {
    const padded = (await eager((x: tf.Tensor) => circularPad(x, 1))(picture(3))) as HostTensor;

    // rows 2 0 1 2 0 of  0 1 2 / 3 4 5 / 6 7 8, each with columns 2 0 1 2 0
    expect(padded.shape).toEqual([1, 5, 5, 1]);
    expect([...padded.data]).toEqual([8, 6, 7, 8, 6, 2, 0, 1, 2, 0, 5, 3, 4, 5, 3, 8, 6, 7, 8, 6, 2, 0, 1, 2, 0]);
  });

  test.each([2, 4, 5])('adds what leaves at one side to the gradient of the other (side %i)', async (side) => {
    const margin = side === 2 ? 1 : 2;
    const size = side + 2 * margin;
    // small integers, all sums exact
    const w = Float32Array.from({ length: size * size }, (_, i) => (i * 37) % 101);
    const gradient = (x: tf.Tensor) =>
      tf.grad((t: tf.Tensor) => tf.sum(tf.mul(circularPad(t, margin), tf.tensor(w, [1, size, size, 1]))))(x);

    const result = (await eager(gradient)(picture(side))) as HostTensor;
    const program = await compile(gradient, [{ shape: [1, side, side, 1], dtype: 'float32' }], { name: 'circular pad' });
    const compiled = (await readTree(await program.run(picture(side)))) as HostTensor;
    await program.dispose();

    // dx[i, j] = sum of the weights at every place that shows pixel (i, j)
    const expected = new Float32Array(side * side);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const [i, j] = [row, column].map((at) => (at - margin + side) % side) as [number, number];
        expected[i * side + j] = (expected[i * side + j] as number) + (w[row * size + column] as number);
      }
    }
    expect([...result.data]).toEqual([...expected]);
    expect([...compiled.data]).toEqual([...expected]);
  });
});
