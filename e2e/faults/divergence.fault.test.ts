// G15: NaN and infinity in weights, gradients and losses at any step; the run stops, and nothing bad is ever on disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latestCheckpoint, listCheckpointSteps, randomStream, readCheckpoint, trainModel } from '@aigc/core';
import { DivergenceError, type HostTensor, type ModelDefinition, type Named, type Tree } from '@aigc/plugin-api';
import { tinyAutoencoder, writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

const INJECTIONS = 50;
const STEPS = 20;
const PLACES = ['weight', 'gradient', 'loss'] as const;

let root = '';
let data = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  data = join(root, 'data');
  await writeTinyImages(data, 20);
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The tiny auto-encoder, in which a value is not finite at one step. */
function poisoned(place: (typeof PLACES)[number], atStep: number, value: number): ModelDefinition {
  const model = tinyAutoencoder as unknown as ModelDefinition;
  const trainStep: ModelDefinition['trainStep'] = (config) => (state, inputs) => {
    const { weights, optimiser } = state as unknown as { weights: tf.Tensor; optimiser: { updates: tf.Tensor } };
    // `value` at the step, 0 at all others; an infinity times 0 would be NaN
    const isNow = tf.equal(optimiser.updates, atStep - 1);
    const poison = tf.where(isNow, tf.fill(weights.shape, value), tf.zerosLike(weights));
    const fed = place === 'weight' ? { optimiser, weights: tf.add(weights, poison) } : state;
    const next = model.trainStep(config)(fed as typeof state, inputs) as unknown as {
      state: { weights: tf.Tensor; optimiser: object };
      metrics: Named<tf.Tensor>;
    };
    const moved = place === 'gradient' ? { ...next.state, weights: tf.sub(next.state.weights, poison) } : next.state;
    const loss = next.metrics.loss as tf.Tensor;
    const metrics =
      place === 'loss' ? { loss: tf.add(loss, tf.where(isNow, tf.fill([], value), tf.zerosLike(loss))) } : next.metrics;
    return { state: moved as unknown as typeof state, metrics };
  };
  return { ...model, trainStep };
}

function allFinite(tensors: ReadonlyMap<string, HostTensor>): boolean {
  return [...tensors.values()].every((tensor) => (tensor.data as Float32Array).every((value) => Number.isFinite(value)));
}

test(`${INJECTIONS} poisoned steps stop their run at once, and leave only good checkpoints`, async () => {
  const random = randomStream(5);
  for (let i = 0; i < INJECTIONS; i++) {
    const [which = 0, when = 0, kind = 0] = random.at(i).uniform(3);
    const place = PLACES[Math.floor(which * PLACES.length)] as (typeof PLACES)[number];
    const atStep = 1 + Math.floor(when * STEPS);
    const value = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][Math.floor(kind * 3)] as number;
    const runFolder = join(root, `run-${i}`);
    let last = 0;
    const training = (async () => {
      const model = poisoned(place, atStep, value);
      const options = { family: 'test', model, settings: {}, dataPath: data, runFolder, steps: STEPS + 5, checkpointEvery: 4 };
      for await (const event of trainModel(options)) if (event.type === 'step-end') last = event.step;
    })();

    const error = await training.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DivergenceError);
    expect((error as DivergenceError).exitCode).toBe(30);
    // a bad gradient is seen in the loss of the step after
    expect(last).toBeLessThanOrEqual(atStep);
    for (const step of await listCheckpointSteps(runFolder)) {
      const path = join(runFolder, 'checkpoints', `step-${String(step).padStart(6, '0')}`);
      expect(allFinite((await readCheckpoint(path)).tensors)).toBe(true);
    }
  }
}, 240_000);

test('a run that goes back by itself trains to its end, with finite weights', async () => {
  const runFolder = join(root, 'rewound');
  // the optimiser's counter is restored with the state: the same poison would come again and again, as often as it may
  const model = poisoned('gradient', 13, Number.NaN);
  const options = { family: 'test', model, settings: {}, dataPath: data, runFolder, steps: 30, checkpointEvery: 4 };
  const warnings: string[] = [];
  const training = (async () => {
    for await (const event of trainModel({ ...options, onDivergence: 'rewind' as const })) {
      if (event.type === 'warning') warnings.push(event.message);
    }
  })();

  await expect(training).rejects.toMatchObject({ code: 'E-TRAIN-004', exitCode: 30 });
  expect(warnings.map((message) => /step (\d+) with/.exec(message)?.[1])).toEqual(['12', '8', '4']);
  const { checkpoint } = await latestCheckpoint(runFolder);
  expect(allFinite(checkpoint.tensors as Map<string, HostTensor> & Tree<HostTensor>)).toBe(true);
});
