import { randomStream } from '@aigc/core';
import { compile, readTree, type TensorFunction } from '@aigc/engine';
import type { HostTensor, Named, Tree } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type { VaeState } from '../training/vae-state.js';
import type { MlpVaeConfig } from './config.js';
import { mlp } from './model.js';
import { mlpVaeTrainStep } from './train-step.js';

const BATCH = 2;
const CONFIG = mlp.resolveConfig(
  { imageSize: 8, hiddenSize: 16, latentSize: 2, batchSize: BATCH, learningRate: 0.01 },
  { kind: 'images', count: BATCH, channels: 1, classes: [] },
);
// two pictures: the left half white, the top half white
const IMAGES = Float32Array.from({ length: BATCH * 64 }, (_, i) => ((i < 64 ? i % 8 : (i - 64) / 8) < 4 ? 1 : -1));

interface Trained {
  readonly state: VaeState<HostTensor>;
  readonly metrics: Named<HostTensor>;
}

/** State and metrics after each of some steps, from `first` on. */
async function train(first: VaeState<HostTensor>, steps: number, config: MlpVaeConfig = CONFIG): Promise<Trained[]> {
  const images: HostTensor = { shape: [BATCH, 8, 8, 1], dtype: 'float32', data: IMAGES };
  const noise = (i: number): HostTensor => ({
    shape: [BATCH, 2],
    dtype: 'float32',
    data: randomStream(1)
      .at(i)
      .normal(BATCH * 2),
  });
  const state = first as unknown as Tree<HostTensor>;
  const step = mlpVaeTrainStep(config) as unknown as TensorFunction;
  const program = await compile(step, [state, { images, epsilon: noise(0) }], { name: 'vae' });
  const trained: Trained[] = [];
  for (let i = 0; i < steps; i++) {
    const before = (trained.at(-1)?.state ?? first) as unknown as Tree<HostTensor>;
    trained.push((await readTree(await program.run(before, { images, epsilon: noise(i) }))) as unknown as Trained);
  }
  await program.dispose();
  return trained;
}

const initial = () => mlp.initialState(CONFIG, randomStream(0)) as unknown as VaeState<HostTensor>;
const metric = ({ metrics }: Trained, name: string) => metrics[name]?.data[0] as number;

describe('mlpVaeTrainStep', () => {
  test('counts a nat for each e-fold of surprise: 64 coins cost 64 ln 2', async () => {
    const { weights, ...rest } = initial();
    // without weights, every pixel is as likely black as white, and the posterior is the prior
    const blank = { ...rest, weights: { ...weights, data: new Float32Array(weights.data.length) } };

    const [first] = (await train(blank, 1)) as [Trained];

    expect(metric(first, 'reconstructionLoss')).toBeCloseTo(64 * Math.log(2), 4);
    expect(metric(first, 'klDivergence')).toBe(0);
  });

  test('learns two pictures to fewer nats than the coins, at the price of a nat or so to tell them apart', async () => {
    const trained = await train(initial(), 300);

    const last = trained.at(-1) as Trained;
    expect(metric(last, 'loss')).toBeLessThan((64 * Math.log(2)) / 4);
    expect(metric(last, 'loss')).toBeCloseTo(metric(last, 'reconstructionLoss') + metric(last, 'klDivergence'), 3);
    // telling one of two costs at least ln 2, as long as they are told apart
    expect(metric(last, 'klDivergence')).toBeGreaterThan(Math.log(2) / 2);
  });

  test('weighs the divergence by beta, growing along a line while it warms up', async () => {
    const steps = await train(initial(), 5, { ...CONFIG, klWeight: 2, klWarmupSteps: 4 });

    [0.5, 1, 1.5, 2, 2].forEach((weight, i) => {
      const at = (name: string) => metric(steps[i] as Trained, name);
      expect(at('loss')).toBeCloseTo(at('reconstructionLoss') + weight * at('klDivergence'), 4);
    });
  });

  test('moves the averages nine tenths of the way at the first step', async () => {
    const start = initial();
    const [first] = (await train(start, 1)) as [Trained];
    const averages = ({ average }: VaeState<HostTensor>) => [...average.encoder.data, ...average.decoder.data];
    const weights = first.state.weights.data;

    // the decay begins at (1 + 0) / (10 + 0)
    const before = averages(start);
    averages(first.state).forEach((value, i) => {
      expect(value).toBeCloseTo(0.1 * (before[i] as number) + 0.9 * (weights[i] as number), 6);
    });
  });
});
