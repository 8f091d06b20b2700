import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { nextToken, type TokenChoice } from './next-token.js';

// probabilities 0.5, 0.3, 0.2 of the tokens 2, 0, 1, in an order that sorting has to undo
const LOGITS = [Math.log(0.3), Math.log(0.2), Math.log(0.5)];
const ALL: TokenChoice = { temperature: 1, topK: 0, topP: 1 };

async function draw(choice: TokenChoice, uniform: number): Promise<number> {
  const run = eager(((logits: tf.Tensor, u: tf.Tensor) => nextToken(logits, u, choice)) as never);
  const float = (shape: number[], data: number[]): HostTensor => ({ shape, dtype: 'float32', data: Float32Array.from(data) });
  return Number(((await run(float([1, 3], LOGITS), float([1], [uniform]))) as HostTensor).data[0]);
}

/** Share of each token over evenly spread draws. */
async function shares(choice: TokenChoice, draws = 40): Promise<number[]> {
  const counts = [0, 0, 0];
  for (let i = 0; i < draws; i++) {
    const token = await draw(choice, (i + 0.5) / draws);
    counts[token] = (counts[token] as number) + 1;
  }
  return counts.map((count) => count / draws);
}

describe('nextToken', () => {
  test('draws each token as often as it is probable', async () => {
    expect(await shares(ALL)).toEqual([0.3, 0.2, 0.5]);
  });

  test('takes the most probable token at temperature 0', async () => {
    expect(await shares({ ...ALL, temperature: 0 }, 4)).toEqual([0, 0, 1]);
  });

  test('sharpens by temperature', async () => {
    // p^2 / sum: 0.09, 0.04 and 0.25 of 0.38, in fortieths 9.47, 4.21 and 26.3
    expect(await shares({ ...ALL, temperature: 0.5 })).toEqual(
      [10 / 40, 4 / 40, 26 / 40].map((share) => expect.closeTo(share, 1)),
    );
  });

  test('draws among the top two only', async () => {
    // 0.3 and 0.5 of 0.8, in fortieths 15 and 25
    expect(await shares({ ...ALL, topK: 2 })).toEqual([15 / 40, 0, 25 / 40]);
  });

  test.each([
    // the first token alone has 0.5
    [0.4, [0, 0, 1]],
    // it does not reach 0.6: the second is taken in
    [0.6, [15 / 40, 0, 25 / 40]],
    [0, [0, 0, 1]],
  ])('draws from the nucleus of %d', async (topP, expected) => {
    expect(await shares({ ...ALL, topP })).toEqual(expected);
  });

  test.each([ALL, { ...ALL, topK: 2 }, { ...ALL, topP: 0.9 }])(
    'stays among its tokens at the end of the range (%j)',
    async (choice) => {
      // the largest float32 below 1
      expect([0, 1, 2]).toContain(await draw(choice, 1 - 2 ** -24));
    },
  );
});
