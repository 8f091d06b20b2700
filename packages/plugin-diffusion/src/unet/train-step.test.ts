import { randomStream } from '@aigc/core';
import { compile, eager, mapTree, readTree, type TensorFunction } from '@aigc/engine';
import { unpack } from '@aigc/nn';
import type { HostTensor, Named, TensorSpec, Tree } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import type { UnetConfig } from './config.js';
import { channelMasks, dropoutSize } from './dropout.js';
import { unet } from './model.js';
import { unetEntries } from './parameters.js';
import type { UnetState } from './train-step.js';

const SIDE = 8;
const FACTS = { kind: 'images', count: 4, channels: 1, classes: ['left', 'top'] } as const;
const configOf = (settings: object): UnetConfig =>
  unet.resolveConfig(
    { imageSize: SIDE, width: 8, groups: 2, multipliers: [1], batchSize: 4, warmupSteps: 0, learningRate: 5e-3, ...settings },
    FACTS,
  );
// two kinds of pictures, twice each: the left half white, the top half white
const IMAGES = Float32Array.from({ length: 4 * SIDE * SIDE }, (_, i) => {
  const [x, y] = [i % SIDE, Math.floor(i / SIDE) % SIDE];
  return (Math.floor(i / SIDE / SIDE) % 2 === 0 ? x : y) < SIDE / 2 ? 1 : -1;
});

function inputsOf(config: UnetConfig, step: number): Named<HostTensor> {
  const random = randomStream(1).at(step);
  const tensor = ([name, { shape, dtype, source }]: [string, ReturnType<typeof unet.trainInputs>[string]]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const data = {
      images: () => IMAGES,
      labels: () => Int32Array.of(0, 1, 0, 1),
      tokens: () => new Int32Array(count),
      normal: () => random.fork(name).normal(count),
      uniform: () => random.fork(name).uniform(count),
      learningRate: () => Float32Array.of(config.learningRate),
    }[source]();
    return [name, { shape, dtype, data }];
  };
  return Object.fromEntries(Object.entries(unet.trainInputs(config)).map(tensor));
}

const specOf = (tree: Tree<TensorSpec>) => mapTree(tree, ({ shape, dtype }): TensorSpec => ({ shape, dtype }));

/** State before and after, and the loss of each step. */
async function train(config: UnetConfig, steps: number) {
  const before = unet.initialState(config, randomStream(0));
  const step = unet.trainStep(config) as unknown as TensorFunction;
  const program = await compile(step, [specOf(before), specOf(inputsOf(config, 0))], { name: 'unet' });
  const losses: number[] = [];
  let state = before;
  for (let i = 0; i < steps; i++) {
    const result = (await readTree(await program.run(state, inputsOf(config, i)))) as { state: typeof state; metrics: unknown };
    state = result.state;
    losses.push((result.metrics as Named<HostTensor>).loss?.data[0] as number);
  }
  await program.dispose();
  return { before: before as unknown as UnetState<HostTensor>, after: state as unknown as UnetState<HostTensor>, losses };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('unetTrainStep', () => {
  test.each(['epsilon', 'v', 'edm', 'flow'] as const)('learns four pictures by heart (%s)', async (objective) => {
    const { losses } = await train(configOf({ objective }), 100);

    // it begins with an output of 0, whose error is the variance of the target; noise levels vary from step to step
    expect(mean(losses.slice(-30))).toBeLessThan(0.5 * mean(losses.slice(0, 5)));
  });

  test('learns no class where all are left out', async () => {
    const config = configOf({ classDropout: 1 });
    const { before, after } = await train(config, 3);
    const tableOf = async ({ weights }: UnetState<HostTensor>) => {
      const table = eager((vector: tf.Tensor) => unpack(vector, unetEntries(config))['classes.table'] as tf.Tensor);
      return (await table(weights)) as HostTensor;
    };

    const [old, now] = [await tableOf(before), await tableOf(after)];
    const [rows, width] = now.shape as [number, number];

    // two classes and the row for none, which every picture had
    expect(rows).toBe(3);
    expect(now.data.slice(0, 2 * width)).toEqual(old.data.slice(0, 2 * width));
    expect(now.data.slice(2 * width)).not.toEqual(old.data.slice(2 * width));
  });
});

describe('channelMasks', () => {
  test('leaves out a channel below the rate and makes up for it in the others', async () => {
    const config = configOf({ dropout: 0.5 });
    // down, two of the middle, two up: 8 channels each
    expect(dropoutSize(config)).toBe(40);
    const masks = eager((uniform: tf.Tensor) => Object.fromEntries(channelMasks(uniform, 0.5, config)));
    const uniform = Float32Array.from({ length: 40 }, (_, i) => (i % 8) / 8);

    const named = (await masks({ shape: [1, 40], dtype: 'float32', data: uniform })) as Named<HostTensor>;

    expect(Object.keys(named).sort()).toEqual(['down0', 'middle1', 'middle2', 'up0', 'up1']);
    // 0 to 3/8 are below the rate
    expect([...(named.up0?.data ?? [])]).toEqual([0, 0, 0, 0, 2, 2, 2, 2]);
  });
});
