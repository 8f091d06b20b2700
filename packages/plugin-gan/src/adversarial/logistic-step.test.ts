import { randomStream } from '@aigc/core';
import { eager, type TensorFunction } from '@aigc/engine';
import { logisticLossFake, logisticLossReal, unpack } from '@aigc/nn';
import type { HostTensor, InputSpec, Named, Tree } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { type DcganConfig, dcganConfigSchema } from '../dcgan/config.js';
import { dcgan } from '../dcgan/model.js';
import { dcganNetworks } from '../dcgan/network.js';
import type { GanState } from './gan-state.js';
import { logisticStep } from './logistic-step.js';

const SETTINGS = { imageSize: 16, width: 8, batchSize: 4, latentSize: 6 };

const configOf = (settings: object): DcganConfig => ({ ...dcganConfigSchema.parse({ ...SETTINGS, ...settings }), channels: 1 });

/** Inputs of step 1, by their sources. */
function inputsOf(config: DcganConfig): Named<HostTensor> {
  const values = (name: string, { shape, source }: InputSpec): HostTensor => {
    const count = shape.reduce((a, b) => a * b, 1);
    const stream = randomStream(4).fork(name);
    if (source === 'learningRate') return { shape, dtype: 'float32', data: Float32Array.of(1e-3) };
    if (source === 'labels') return { shape, dtype: 'int32', data: Int32Array.from({ length: count }, (_, i) => i % 2) };
    const data = source === 'uniform' ? stream.uniform(count) : stream.normal(count);
    return { shape, dtype: 'float32', data: source === 'images' ? data.map(Math.tanh) : data };
  };
  return Object.fromEntries(Object.entries(dcgan.trainInputs(config)).map(([name, spec]) => [name, values(name, spec)]));
}

interface Stepped {
  readonly before: GanState<HostTensor>;
  readonly state: GanState<HostTensor>;
  readonly metrics: Named<HostTensor>;
}

async function step(
  settings: object,
  edit: (inputs: Named<HostTensor>) => Named<HostTensor> = (inputs) => inputs,
): Promise<Stepped> {
  const config = configOf(settings);
  const before = dcgan.initialState(config, randomStream(0));
  const run = eager(logisticStep(dcganNetworks(config), config) as unknown as TensorFunction);
  const result = (await run(before, edit(inputsOf(config)))) as unknown as Omit<Stepped, 'before'>;
  return { before: before as unknown as GanState<HostTensor>, ...result };
}

const scalar = (tensor: HostTensor | undefined): number => tensor?.data[0] as number;

describe('logisticStep', () => {
  test('moves the discriminator at its own pace', async () => {
    const moved = async (discriminatorPace: number) => {
      const { before, state } = await step({ discriminatorPace });
      return state.discriminator.weights.data.map((value, i) => value - (before.discriminator.weights.data[i] as number));
    };
    const [whole, half] = [await moved(1), await moved(0.5)];

    // weights near 1 keep seven digits of a step of 1e-3
    const ROUNDING = 2e-7;
    expect(Math.max(...half.map((value, i) => Math.abs(2 * value - (whole[i] as number))))).toBeLessThan(ROUNDING);
  });

  test('lowers the loss of the discriminator on the batch that it has seen', async () => {
    const { before, state, metrics } = await step({});
    const config = configOf({});
    const networks = dcganNetworks(config);
    const loss = (g: tf.Tensor, d: tf.Tensor, inputs: Named<tf.Tensor>) => {
      const { images } = networks.generate(unpack(g, networks.generator), inputs);
      const judge = (pictures: tf.Tensor) => networks.judge(unpack(d, networks.discriminator), pictures, inputs);
      return tf.add(logisticLossReal(judge(inputs.images as tf.Tensor)), logisticLossFake(judge(images)));
    };
    const lossWith = async (weights: HostTensor) =>
      scalar((await eager(loss as TensorFunction)(before.generator.weights, weights, inputsOf(config))) as HostTensor);

    expect(await lossWith(before.discriminator.weights)).toBeCloseTo(scalar(metrics.discriminatorLoss), 5);
    expect(await lossWith(state.discriminator.weights)).toBeLessThan(scalar(metrics.discriminatorLoss));
  });

  test('moves by the learning rate that the step is given', async () => {
    const changeAt = async (rate: number) => {
      const learningRate: HostTensor = { shape: [], dtype: 'float32', data: Float32Array.of(rate) };
      const { before, state } = await step({}, (inputs) => ({ ...inputs, learningRate }));
      return (state.generator.weights.data[0] as number) - (before.generator.weights.data[0] as number);
    };

    // The first update of Adam is the learning rate times the sign of the gradient; float32 weights near 0.02 to 1e-9.
    expect(Math.abs(await changeAt(1e-3))).toBeCloseTo(1e-3, 5);
    expect(await changeAt(0)).toBe(0);
  });

  test('with augmentation at strength 0 learns what it learns without', async () => {
    const without = await step({});
    const augmented = await step({ augmentDiscriminator: true });

    expect(augmented.state.generator.weights.data).toEqual(without.state.generator.weights.data);
    expect(augmented.state.discriminator.weights.data).toEqual(without.state.discriminator.weights.data);
    expect(scalar(augmented.metrics.augmentation)).toBe(0);
    expect(without.state.augmentation).toBeUndefined();
  });

  test('shows other pictures once augmentation has strength', async () => {
    const config = configOf({ augmentDiscriminator: true });
    const start = dcgan.initialState(config, randomStream(0)) as unknown as GanState<HostTensor>;
    const value = (data: number): HostTensor => ({ shape: [], dtype: 'float32', data: Float32Array.of(data) });
    const state = { ...start, augmentation: { strength: value(0.8), realSign: value(1) } } as unknown as Tree<HostTensor>;
    const run = eager(logisticStep(dcganNetworks(config), config) as unknown as TensorFunction);

    const { metrics } = (await run(state, inputsOf(config))) as unknown as Stepped;

    expect(scalar(metrics.augmentation)).toBeCloseTo(0.8, 6);
    expect(scalar(metrics.discriminatorLoss)).not.toBe(scalar((await step({})).metrics.discriminatorLoss));
  });

  test('draws and judges by class', async () => {
    const classes = { classes: ['a', 'b'] };
    const other = (inputs: Named<HostTensor>): Named<HostTensor> => ({
      ...inputs,
      labels: { shape: [4], dtype: 'int32', data: Int32Array.of(1, 1, 1, 1) },
    });

    expect(scalar((await step(classes)).metrics.discriminatorLoss)).not.toBe(
      scalar((await step(classes, other)).metrics.discriminatorLoss),
    );
  });
});
