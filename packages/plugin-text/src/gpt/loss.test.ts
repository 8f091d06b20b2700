import { randomStream } from '@aigc/core';
import { eager } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { splitVector } from '../pretrained/flat-vector.js';
import type { GptConfig } from './config.js';
import { gptLoss, trainingLoss } from './loss.js';
import { gpt } from './model.js';
import { gptLogits } from './network.js';
import { gptEntries } from './parameters.js';

const FACTS = { kind: 'text', count: 100, vocabSize: 7 } as const;
const TOKENS: HostTensor = { shape: [2, 6], dtype: 'int32', data: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1) };

function parametersOf(config: GptConfig, scale: number) {
  const { weights } = gpt.initialState(config, randomStream(0)) as unknown as { weights: HostTensor };
  const data = (weights.data as Float32Array).map((value) => value * scale);
  return splitVector({ ...weights, data }, gptEntries(config));
}

type Loss = typeof trainingLoss;

async function lossOf(loss: Loss, config: GptConfig, scale: number): Promise<number> {
  const run = eager(((p: { [name: string]: tf.Tensor }, ids: tf.Tensor) => ({ loss: loss(p, ids, config) })) as never);
  return Number(((await run(parametersOf(config, scale), TOKENS)) as { loss: HostTensor }).loss.data[0]);
}

describe.each(['rotary', 'learned'] as const)('gptLoss with %s positions', (positions) => {
  const config = gpt.resolveConfig({ contextLength: 5, layers: 2, heads: 2, width: 8, positions }, FACTS);

  test('is ln V where nothing is known', async () => {
    expect(await lossOf(gptLoss, config, 0)).toBeCloseTo(Math.log(7), 5);
  });

  test('looks back only: a later token changes no earlier prediction', async () => {
    const run = eager(((p: { [name: string]: tf.Tensor }, ids: tf.Tensor) => gptLogits(p, ids, config)) as never);
    const read = async (last: number) =>
      ((await run(parametersOf(config, 10), { shape: [1, 4], dtype: 'int32', data: Int32Array.of(1, 2, 3, last) })) as HostTensor)
        .data;

    const [a, b] = [await read(4), await read(5)];
    // one row of 7 logits for each token
    expect(b.subarray(0, 21)).toEqual(a.subarray(0, 21));
    expect(b.subarray(21)).not.toEqual(a.subarray(21));
  });
});

describe('trainingLoss', () => {
  const settings = { contextLength: 5, layers: 1, heads: 1, width: 8 };
  const plain = gpt.resolveConfig(settings, FACTS);

  test('is the loss of validation without dropout and smoothing', async () => {
    expect(await lossOf(trainingLoss, plain, 10)).toBe(await lossOf(gptLoss, plain, 10));
  });

  test('is pulled towards an even guess by smoothing', async () => {
    const smoothing = 0.2;
    const smoothed = gpt.resolveConfig({ ...settings, labelSmoothing: smoothing }, FACTS);
    // (1 - s) hard + s even, where even is the mean of -log p over all symbols: found from s = 0.5
    const hard = await lossOf(trainingLoss, plain, 10);
    const half = await lossOf(trainingLoss, gpt.resolveConfig({ ...settings, labelSmoothing: 0.5 }, FACTS), 10);
    const even = 2 * half - hard;

    expect(await lossOf(trainingLoss, smoothed, 10)).toBeCloseTo((1 - smoothing) * hard + smoothing * even, 4);
    // an even guess costs at least ln V
    expect(even).toBeGreaterThan(Math.log(7));
  });
});
