import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelDefinition } from '@aigc/plugin-api';
import { tinyAutoencoder, writeTinyImages } from '@aigc/testkit';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TrainingEstimate } from './plan-training.js';
import { trainModel } from './train-model.js';
import type { TrainOptions } from './train-options.js';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  await writeTinyImages(join(root, 'images'), 20, { size: 16 });
});

const options = (more: Partial<TrainOptions> = {}): TrainOptions => ({
  family: 'test',
  model: tinyAutoencoder as ModelDefinition,
  settings: { imageSize: 16 },
  dataPath: join(root, 'images'),
  runFolder: join(root, 'run'),
  device: 'cpu',
  ...more,
});

async function plan(more: Partial<TrainOptions> = {}): Promise<TrainingEstimate | undefined> {
  let made: TrainingEstimate | undefined;
  const onPlan = (given: TrainingEstimate): void => {
    made = given;
  };
  for await (const event of trainModel(options({ ...more, onPlan }))) expect(['progress', 'warning']).toContain(event.type);
  return made;
}

describe('a plan', () => {
  test('tells data, settings, memory and time, and writes nothing', async () => {
    const made = await plan({ steps: 50 });

    expect(made).toMatchObject({
      run: join(root, 'run'),
      startStep: 0,
      config: { imageSize: 16 },
      data: { exampleShape: [16, 16, 3] },
      device: { name: 'cpu' },
      time: { steps: 50 },
    });
    const { data, time, memory, parameterCount } = made as TrainingEstimate;
    expect(data.trainCount + data.validationCount).toBe(20);
    // compiling and fifty steps of the measured length
    expect(time.seconds).toBeCloseTo((time.compileMs + 50 * time.stepMs) / 1000, 6);
    // four bytes a weight is the least that a state can take
    expect(memory.state).toBeGreaterThanOrEqual(4 * parameterCount);
    expect(await readdir(root)).toEqual(['images']);
  });

  test('says how many steps fit into a budget', async () => {
    const { time } = (await plan({ budgetS: 60 })) as TrainingEstimate;

    expect(time.steps).toBe(Math.floor((60_000 - time.compileMs) / time.stepMs));
    expect((await plan())?.time.steps).toBeUndefined();
  });

  test('of a run to go on with starts at its checkpoint and leaves it as it is', async () => {
    const runFolder = join(root, 'old');
    for await (const _ of trainModel(options({ runFolder, steps: 3 })));
    const before = (await readdir(runFolder, { recursive: true })).sort();

    const made = await plan({ runFolder, isResumed: true, settings: {}, dataPath: undefined, steps: 10 });

    expect(made).toMatchObject({ startStep: 3, time: { steps: 7 } });
    expect((await readdir(runFolder, { recursive: true })).sort()).toEqual(before);
  });

  test('refuses what training would refuse', async () => {
    await expect(plan({ dataPath: join(root, 'nowhere') })).rejects.toMatchObject({ exitCode: 10 });
    await expect(plan({ settings: { nothing: 1 } })).rejects.toMatchObject({ exitCode: 2 });
  });
});
