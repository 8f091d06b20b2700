import { eager, type TensorFunction } from '@aigc/engine';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { type Wave, waveChannels, waveMaps, wholeWaves } from './waves.js';

describe('wholeWaves', () => {
  test('go round the picture a whole number of times, as near as that allows', () => {
    expect(
      wholeWaves(
        [
          [1 / 80, -1 / 96],
          [1 / 10, 0],
        ],
        512,
      ),
    ).toEqual([
      [6 / 512, -5 / 512],
      [51 / 512, 0],
    ]);
  });
});

describe('waveMaps', () => {
  const mapsOf = async (waves: readonly Wave[], phases: number[], side: number, cell: number) => {
    const given: HostTensor = { shape: [1, phases.length], dtype: 'float32', data: Float32Array.from(phases) };
    const maps = (x: tf.Tensor) => waveMaps(waves, x, side, cell);
    return (await eager(maps as TensorFunction)(given)) as HostTensor<'float32'>;
  };

  test('are cosine and sine of each wave, of their sum and difference, in the middle of each cell', async () => {
    const waves: Wave[] = [
      [0.03, -0.02],
      [0.11, 0.05],
    ];
    const phases = [0.3, 0.9];
    const { shape, data } = await mapsOf(waves, phases, 32, 8);

    expect(shape).toEqual([1, 4, 4, waveChannels(waves)]);
    for (const [row, column] of [
      [0, 0],
      [1, 3],
      [3, 2],
    ] as const) {
      const [a = 0, b = 0] = waves.map(
        ([down, across], i) => down * (8 * row + 4) + across * (8 * column + 4) + (phases[i] ?? 0),
      );
      for (const [i, cycles] of [a, b, a + b, a - b].entries()) {
        expect(data[(4 * row + column) * 8 + i]).toBeCloseTo(Math.cos(2 * Math.PI * cycles), 5);
        expect(data[(4 * row + column) * 8 + 4 + i]).toBeCloseTo(Math.sin(2 * Math.PI * cycles), 5);
      }
    }
  });

  test('are those of one wave and of its double', async () => {
    const { shape, data } = await mapsOf([[0, 0.03]], [0.2], 16, 16);

    expect(shape).toEqual([1, 1, 1, waveChannels([[0, 0.03]])]);
    const angles = [1, 2].map((times) => 2 * Math.PI * times * (0.03 * 8 + 0.2));
    for (const [i, value] of [...angles.map(Math.cos), ...angles.map(Math.sin)].entries()) expect(data[i]).toBeCloseTo(value, 5);
  });

  test('are as exact far from the corner', async () => {
    const side = 8192;
    const { data } = await mapsOf([[1001 / side, 0]], [0], side, 16);

    expect(data[4 * (512 * 512 - 1)]).toBeCloseTo(Math.cos((2 * Math.PI * 1001 * (side - 8)) / side), 5);
  });
});
