import { randomStream } from '@aigc/core';
import { eager, type TensorFunction } from '@aigc/engine';
import { initialVector, unpack } from '@aigc/nn';
import type { HostTensor, InputSpec, Named } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { CELL, type TextureConfig, textureConfigSchema } from './config.js';
import { textureLatents, trainingLatents } from './latents.js';
import { textureNetworks } from './network.js';
import { wholeWaves } from './waves.js';

// Sums of some hundred float32 products of a size of 1, the same in another place.
const ROUNDING = 1e-5;
const config = {
  ...textureConfigSchema.parse({ imageSize: 64, width: 4, latentSize: 3, noiseChannels: 2 }),
  channels: 3 as const,
  waves: [],
  discriminatorPace: 1,
};
const networks = textureNetworks(config);
// brickwork: courses of 10 pixels, bricks of 25
const wall = {
  ...config,
  waves: [
    [1 / 20, 1 / 25],
    [1 / 20, -1 / 25],
  ] as const,
};

function latentsOf(size: number, settings: TextureConfig = config): Named<HostTensor<'float32'>> {
  return drawn(textureLatents(settings, size));
}

function drawn(specs: Named<InputSpec>): Named<HostTensor<'float32'>> {
  const entries = Object.entries(specs).map(([name, { shape }]) => {
    const data = randomStream(3)
      .fork(name)
      .normal(shape.reduce((a, b) => a * b, 1));
    return [name, { shape: [1, ...shape], dtype: 'float32' as const, data }];
  });
  return Object.fromEntries(entries);
}

/** A square picture moved round its edges, `[1, S, S, C]`. */
function rolled({ shape, dtype, data }: HostTensor<'float32'>, down: number, right: number): HostTensor<'float32'> {
  const [, side = 0, , channels = 0] = shape;
  const moved = data.map((_, at) => {
    const [row, column] = [Math.floor(at / (side * channels)), Math.floor(at / channels) % side];
    const from = ((row - down + side) % side) * side + ((column - right + side) % side);
    return data[from * channels + (at % channels)] as number;
  });
  return { shape, dtype, data: moved };
}

/** Phases of the wall's waves in a sample of 64 pixels that is moved by so many. */
function movedPhases({ shape, dtype, data }: HostTensor<'float32'>, down: number, right: number): HostTensor<'float32'> {
  const waves = wholeWaves(wall.waves, 64);
  return { shape, dtype, data: data.map((phase, i) => phase - (waves[i]?.[0] ?? 0) * down - (waves[i]?.[1] ?? 0) * right) };
}

async function draw(
  latents: Named<HostTensor>,
  settings: TextureConfig = config,
  isTraining = false,
): Promise<HostTensor<'float32'>> {
  const { generator, statistics, generate } = textureNetworks(settings);
  const weights = initialVector(generator, randomStream(1));
  const kept = initialVector(statistics, randomStream(2));
  const sample = (g: tf.Tensor, s: tf.Tensor, inputs: Named<tf.Tensor>) =>
    generate(unpack(g, generator), inputs, isTraining ? undefined : unpack(s, statistics)).images;
  return (await eager(sample as TensorFunction)(weights, kept, latents)) as HostTensor<'float32'>;
}

const largestDifference = (a: HostTensor<'float32'>, b: HostTensor<'float32'>): number =>
  Math.max(...a.data.map((value, i) => Math.abs(value - (b.data[i] as number))));

describe('texture generator', () => {
  test('draws 16 pixels for each cell of latents, at any size', async () => {
    expect((await draw(latentsOf(64))).shape).toEqual([1, 64, 64, 3]);
    expect((await draw(latentsOf(96))).shape).toEqual([1, 96, 96, 3]);
  });

  test.each([
    ['noise', config],
    ['waves', wall],
  ] as const)(
    'knows no edge: latents and %s moved round the edges give the picture moved round its edges',
    async (_, settings) => {
      const latents = latentsOf(64, settings);
      const [down, right] = [1, 3];
      const moved = Object.entries(latents).map(([name, tensor]) => {
        if (name === 'phases') return [name, movedPhases(tensor, down * CELL, right * CELL)];
        // noise of a finer layer moves by as many of its pixels as the picture does
        const cells = (tensor.shape[1] as number) / (64 / CELL);
        return [name, rolled(tensor, down * cells, right * cells)];
      });

      const expected = rolled(await draw(latents, settings), down * CELL, right * CELL);

      expect(largestDifference(await draw(Object.fromEntries(moved), settings), expected)).toBeLessThan(ROUNDING);
    },
  );

  test('draws nothing but waves in another place when their phases move', async () => {
    const latents = latentsOf(64, wall);
    const { phases } = latents as { phases: HostTensor<'float32'> };
    const once = movedPhases(phases, 20, 0);

    expect(largestDifference(await draw({ ...latents, phases: once }, wall), await draw(latents, wall))).toBeGreaterThan(0.01);
  });

  test('draws pictures of training as large as the crops, whatever its waves', async () => {
    expect((await draw(drawn(trainingLatents(config)), config, true)).shape).toEqual([1, 64, 64, 3]);
    expect((await draw(drawn(trainingLatents(wall)), wall, true)).shape).toEqual([1, 64, 64, 3]);
  });

  test.each(['noise0', 'noise1', 'noise2', 'noise3', 'noise4'])('takes grain from %s', async (name) => {
    const latents = latentsOf(64);
    const other = { ...latents[name], data: latents[name]?.data.map((value) => -value) } as HostTensor;

    expect((await draw({ ...latents, [name]: other })).data).not.toEqual((await draw(latents)).data);
  });
});

describe('texture discriminator', () => {
  test('judges patches of 94 pixels, 16 apart', async () => {
    const weights = initialVector(networks.discriminator, randomStream(1));
    const picture = (size: number): HostTensor => ({
      shape: [2, size, size, 3],
      dtype: 'float32',
      data: randomStream(5).normal(2 * size * size * 3),
    });
    const judge = (d: tf.Tensor, images: tf.Tensor) => networks.judge(unpack(d, networks.discriminator), images, {});

    // 64 / 16 - 3 and 96 / 16 - 3
    expect(((await eager(judge as TensorFunction)(weights, picture(64))) as HostTensor).shape).toEqual([2, 1, 1, 1]);
    expect(((await eager(judge as TensorFunction)(weights, picture(96))) as HostTensor).shape).toEqual([2, 3, 3, 1]);
  });
});
