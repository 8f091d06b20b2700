import { randomStream } from '@aigc/core';
import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { dropoutCount, dropoutFrom } from './dropout.js';
import { gpt } from './model.js';

const RATE = 0.25;
const BATCH = 4;
const CONFIG = gpt.resolveConfig(
  { dropout: RATE, contextLength: 32, layers: 2, heads: 2, width: 32 },
  { kind: 'text', count: 100, vocabSize: 5 },
);
// shares of 4,096 draws, four standard deviations of sqrt(0.25 0.75 / 4096) wide
const SHARE_TOLERANCE = 0.03;

/** Masks of two places: ones that went through. */
async function masks(seed: number): Promise<[Float32Array, Float32Array]> {
  const count = dropoutCount(CONFIG, BATCH);
  const run = eager(((uniform: tf.Tensor) => {
    const dropout = dropoutFrom(uniform, CONFIG, BATCH);
    const [first, second] = [dropout.residual(), dropout.residual()];
    dropout.attention();
    return { first: first(tf.ones([BATCH * 32, 32])), second: second(tf.ones([BATCH * 32, 32])) };
  }) as never);
  const uniform: HostTensor = { shape: [count], dtype: 'float32', data: randomStream(seed).uniform(count) };
  const { first, second } = (await run(uniform)) as { first: HostTensor; second: HostTensor };
  return [first.data as Float32Array, second.data as Float32Array];
}

const shareOf = (values: ArrayLike<number>, isIn: (value: number, i: number) => boolean) =>
  Array.from(values).filter(isIn).length / values.length;

describe('dropoutFrom', () => {
  test('leaves out its share and scales the rest, so that the mean stays', async () => {
    const [mask] = await masks(1);

    expect(shareOf(mask, (value) => value === 0)).toBeCloseTo(RATE, 1);
    expect(Math.abs(shareOf(mask, (value) => value === 0) - RATE)).toBeLessThan(SHARE_TOLERANCE);
    expect(mask.every((value) => value === 0 || Math.abs(value - 1 / (1 - RATE)) < 1e-6)).toBe(true);
  });

  test('leaves out places, rows and columns independently of each other', async () => {
    const [first, second] = await masks(2);

    // the product of two shares
    const both = RATE * RATE;
    expect(Math.abs(shareOf(first, (value, i) => value === 0 && second[i] === 0) - both)).toBeLessThan(SHARE_TOLERANCE);
    expect(Math.abs(shareOf(first, (value, i) => value === 0 && first[(i + 1) % first.length] === 0) - both)).toBeLessThan(
      SHARE_TOLERANCE,
    );
    expect(Math.abs(shareOf(first, (value, i) => value === 0 && first[(i + 32) % first.length] === 0) - both)).toBeLessThan(
      SHARE_TOLERANCE,
    );
  });

  test('uses as many numbers as it says', () => {
    // residual places: 1 + 2 layers of 4 * 32 + 32; attention: 2 layers of 2 * 4 * 2 * 32
    expect(dropoutCount(CONFIG, BATCH)).toBe(5 * 160 + 2 * 512);
  });
});
