import { randomStream } from '@aigc/core';
import { compile, eager, readTree, type TensorFunction } from '@aigc/engine';
import type { HostTensor, Named, Tree } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { parameterCount } from '../parameters/parameter-table.js';
import { LENET_FEATURES, type LenetConfig, lenetEntries } from './lenet.js';
import { lenetApply, lenetState, lenetTrainStep } from './lenet-step.js';

const CONFIG: LenetConfig = { imageSize: 8, channels: 1, classes: 2 };
const BATCH = 8;

/** Pictures of noise with the left or the right half brighter. */
function batch(seed: number): { images: HostTensor; labels: HostTensor<'int32'> } {
  const noise = randomStream(seed).normal(BATCH * 64);
  const labels = Int32Array.from({ length: BATCH }, (_, i) => i % 2);
  const data = noise.map((value, at) => 0.3 * value + (Math.floor((at % 8) / 4) === labels[Math.floor(at / 64)] ? 0.5 : -0.5));
  return {
    images: { shape: [BATCH, 8, 8, 1], dtype: 'float32', data },
    labels: { shape: [BATCH], dtype: 'int32', data: labels },
  };
}

describe('lenetEntries', () => {
  test('counts what three convolutions and two dense layers have', () => {
    // 28 px leave 7 x 7 x 64 after two subsamplings
    const convolutions = 25 * 32 + 32 + 9 * 32 * 64 + 64 + 9 * 64 * 64 + 64;
    const expected = convolutions + 7 * 7 * 64 * 128 + 128 + 128 * 10 + 10;

    expect(parameterCount(lenetEntries({ imageSize: 28, channels: 1, classes: 10 }))).toBe(expected);
  });
});

describe('lenetApply', () => {
  test.each([9, 10, 11])('takes pictures of %d pixels, which cannot be halved twice', async (imageSize) => {
    const config: LenetConfig = { imageSize, channels: 3, classes: 5 };
    const { weights } = lenetState(config, randomStream(0));
    const images: HostTensor = {
      shape: [1, imageSize, imageSize, 3],
      dtype: 'float32',
      data: new Float32Array(imageSize * imageSize * 3),
    };

    const { probabilities } = (await eager(lenetApply(config) as unknown as TensorFunction)(
      weights,
      images,
    )) as Named<HostTensor>;

    expect(probabilities?.shape).toEqual([1, 5]);
  });
});

describe('lenetTrainStep', () => {
  test('learns which half is bright, for pictures it has not seen', async () => {
    let state = lenetState(CONFIG, randomStream(0)) as unknown as Tree<HostTensor>;
    const inputs = (i: number): Named<HostTensor> => ({
      ...batch(i),
      dropout: {
        shape: [BATCH, LENET_FEATURES],
        dtype: 'float32',
        data: randomStream(9)
          .at(i)
          .uniform(BATCH * LENET_FEATURES),
      },
      learningRate: { shape: [], dtype: 'float32', data: Float32Array.of(0.003) },
    });
    const program = await compile(lenetTrainStep(CONFIG) as unknown as TensorFunction, [state, inputs(0)], { name: 'lenet' });
    for (let i = 0; i < 60; i++) {
      ({ state } = (await readTree(await program.run(state, inputs(i)))) as { state: Tree<HostTensor> });
    }
    await program.dispose();

    const unseen = batch(1000);
    const { average } = state as { average: HostTensor };
    const apply = await compile(lenetApply(CONFIG) as unknown as TensorFunction, [average, unseen.images], { name: 'lenet' });
    const output = (await readTree(await apply.run(average, unseen.images))) as Named<HostTensor<'float32'>>;
    await apply.dispose();
    const { features, probabilities } = output as { features: HostTensor<'float32'>; probabilities: HostTensor<'float32'> };
    expect(features.shape).toEqual([BATCH, LENET_FEATURES]);
    expect(Math.min(...features.data)).toBe(0);
    unseen.labels.data.forEach((label, i) => {
      expect(probabilities.data[2 * i + label]).toBeGreaterThan(0.9);
      expect((probabilities.data[2 * i] as number) + (probabilities.data[2 * i + 1] as number)).toBeCloseTo(1, 5);
    });
  });
});
