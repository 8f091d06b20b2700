import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { type AugmentationState, adaptStrength } from './adaptive-strength.js';

const scalar = (value: number): HostTensor => ({ shape: [], dtype: 'float32', data: Float32Array.of(value) });
const logits = (...values: number[]): HostTensor => ({
  shape: [values.length, 1],
  dtype: 'float32',
  data: Float32Array.from(values),
});

async function adapted(strength: number, realSign: number, judged: HostTensor): Promise<{ strength: number; realSign: number }> {
  const options = { batchSize: 100, augmentTarget: 0.5, augmentRampImages: 1000 };
  const step = (state: AugmentationState<tf.Tensor>, l: tf.Tensor) => adaptStrength(state, l, options);
  const state = { strength: scalar(strength), realSign: scalar(realSign) };
  const next = (await eager(step as never)(state as never, judged)) as unknown as AugmentationState<HostTensor>;
  return { strength: next.strength.data[0] as number, realSign: next.realSign.data[0] as number };
}

describe('adaptStrength', () => {
  test('keeps a moving mean of the signs', async () => {
    // signs 1, 1, 1, -1: mean 0.5; 0.75 * 0.1 + 0.25 * 0.5
    expect((await adapted(0, 0.1, logits(3, 0.1, 7, -9))).realSign).toBeCloseTo(0.2, 6);
  });

  test('grows by the pictures shown while the discriminator is too sure', async () => {
    // 100 of 1000 pictures
    expect((await adapted(0.3, 1, logits(1, 1))).strength).toBeCloseTo(0.4, 6);
  });

  test('shrinks while it is not, down to 0', async () => {
    expect((await adapted(0.3, -1, logits(-1, 1))).strength).toBeCloseTo(0.2, 6);
    expect((await adapted(0.05, -1, logits(-1, 1))).strength).toBe(0);
  });

  test('stops where augmentation would begin to show', async () => {
    expect((await adapted(0.8, 1, logits(1))).strength).toBeCloseTo(0.8, 6);
  });
});
