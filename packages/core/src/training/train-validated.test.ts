import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelDefinition, TrainingEvent } from '@aigc/plugin-api';
import { tinyAutoencoder, writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { listCheckpointSteps } from '../checkpoint/checkpoint-folder.js';
import { latestCheckpoint } from '../checkpoint/read-checkpoint.js';
import { chosenCheckpoint } from '../run/chosen-checkpoint.js';
import { trainModel } from './train-model.js';
import type { TrainOptions } from './train-options.js';

let root = '';
let data = '';
let count = 0;
let run = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  data = join(root, 'data');
  await writeTinyImages(data, 40);
});
beforeEach(() => {
  run = join(root, `run-${count++}`);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const model = tinyAutoencoder as ModelDefinition;
type Event<Type extends TrainingEvent['type']> = Extract<TrainingEvent, { type: Type }>;

async function train(options: Partial<TrainOptions>): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  const base = { family: 'test', model, settings: {}, dataPath: data, runFolder: run, data: { validationShare: 0.3 } };
  for await (const event of trainModel({ ...base, ...options })) events.push(event);
  return events;
}

const of = <Type extends TrainingEvent['type']>(events: TrainingEvent[], type: Type) =>
  events.filter((event): event is Event<Type> => event.type === type);
const hashOf = async (dir: string) => (await latestCheckpoint(dir)).checkpoint.stateHash;
const json = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as never;

describe('validation', () => {
  test('is made at every so many steps and at the end, and writes what it found into the metrics', async () => {
    const events = await train({ steps: 25, validateEvery: 10 });

    expect(of(events, 'validation-end').map(({ step }) => step)).toEqual([10, 20, 25]);
    const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { step: number; validationLoss?: number });
    expect(lines.filter((line) => line.validationLoss !== undefined).map(({ step }) => step)).toEqual([10, 20, 25]);
  });

  test('finds the same loss for the same state: examples and noise are fixed', async () => {
    const first = of(await train({ steps: 10, validateEvery: 10 }), 'validation-end')[0];
    const again = of(await train({ steps: 10, validateEvery: 5, runFolder: `${run}b` }), 'validation-end')[1];

    expect(again?.metrics).toEqual(first?.metrics);
  });

  test('keeps the best checkpoint beyond the newest ones, and draws from it', async () => {
    // weights that do not move: nothing is better than the first validation
    const events = await train({
      steps: 40,
      validateEvery: 4,
      checkpointEvery: 4,
      keepLast: 2,
      settings: { learningRate: 1e-30 },
    });

    const validations = of(events, 'validation-end');
    const best = validations.filter(({ isBest }) => isBest).at(-1)?.step as number;
    const values = validations.map(({ metrics }) => metrics.validationLoss as number);
    expect(values.indexOf(Math.min(...values))).toBe(validations.findIndex(({ step }) => step === best));
    expect(await json(join(run, 'best.json'))).toMatchObject({ step: best, metric: 'validationLoss' });
    expect(await listCheckpointSteps(run)).toContain(best);
    expect((await chosenCheckpoint(run)).checkpoint.step).toBe(best);
    expect((await chosenCheckpoint(run, 'last')).checkpoint.step).toBe(40);
  });

  test('ends the run when patience is used up, the same after a resume', async () => {
    const options = { validateEvery: 2, patience: 3, settings: { learningRate: 1e-30 } };
    const whole = await train({ ...options, steps: 200 });
    const end = of(whole, 'run-end')[0];
    const best = of(whole, 'validation-end')
      .filter(({ isBest }) => isBest)
      .at(-1)?.step as number;

    expect(end).toMatchObject({ reason: 'patience', step: best + 6 });

    const stopped = `${run}-stopped`;
    await train({ ...options, runFolder: stopped, steps: best + 3, settings: { ...options.settings, scheduleSteps: 200 } });
    const resumed = await train({ runFolder: stopped, isResumed: true, data: undefined, steps: 200 });
    expect(of(resumed, 'run-end')[0]).toMatchObject({ reason: 'patience', step: best + 6 });
    expect(await hashOf(stopped)).toBe(await hashOf(run));
  });

  test('holds nothing out when told so, and then judges nothing', async () => {
    const events = await train({ steps: 5, validateEvery: 1, data: { validationShare: 0 } });

    expect(of(events, 'validation-end')).toEqual([]);
    expect(of(events, 'run-start')[0]?.data.count).toBe(40);
  });
});

describe('the learning rate', () => {
  test('follows the schedule to the end of the planned steps, and is logged', async () => {
    const events = await train({ steps: 10, settings: { learningRate: 0.1 } });

    // along a line from 0.1: after step s of 10 it is 0.1 (10 - s) / 10
    const rates = of(events, 'step-end').map(({ metrics }) => metrics.learningRate as number);
    for (const [i, rate] of rates.entries()) expect(rate).toBeCloseTo((0.1 * (9 - i)) / 10, 7);
  });
});

describe('transfer', () => {
  test('starts with the weights of another run and says so in its lineage', async () => {
    await train({ steps: 20 });
    const source = await chosenCheckpoint(run);
    const second = `${run}-second`;
    await train({ runFolder: second, from: run, steps: 1, settings: { learningRate: 1e-12 } });

    const { checkpoint } = await latestCheckpoint(second);
    expect([...(checkpoint.tensors.get('weights/encoder.kernel')?.data ?? [])].slice(0, 9)).toEqual(
      [...(source.checkpoint.tensors.get('weights/encoder.kernel')?.data ?? [])].slice(0, 9),
    );
    expect(checkpoint.tensors.get('optimiser.updates')?.data[0]).toBe(1);
    expect(await json(join(second, 'run.json'))).toMatchObject({
      transfer: { step: 20, stateHash: source.checkpoint.stateHash, taken: 2, fresh: [] },
    });
  });

  test('leaves frozen parameters as they are, after a resume too', async () => {
    const initial = `${run}-initial`;
    await train({ runFolder: initial, steps: 1, settings: { learningRate: 1e-30 } });
    await train({ steps: 3, freeze: ['decoder.*'], validateEvery: 100 });
    await train({ steps: 6, isResumed: true, data: undefined });

    const before = (await latestCheckpoint(initial)).checkpoint.tensors;
    const after = (await latestCheckpoint(run)).checkpoint.tensors;
    expect(after.get('weights/decoder.kernel')?.data).toEqual(before.get('weights/decoder.kernel')?.data);
    expect(after.get('weights/encoder.kernel')?.data).not.toEqual(before.get('weights/encoder.kernel')?.data);
  });

  test('refuses a pattern that names nothing, and a run that fits nowhere', async () => {
    await expect(train({ steps: 1, freeze: ['nothing.*'] })).rejects.toMatchObject({ code: 'E-CONFIG-115', exitCode: 2 });
    await train({ steps: 1 });
    const other = train({ runFolder: `${run}-other`, from: run, steps: 1, settings: { imageSize: 16 } });

    await expect(other).rejects.toMatchObject({ code: 'E-CONFIG-114', exitCode: 2 });
  });
});

describe('rewinding', () => {
  test('goes back to the last good checkpoint with half the learning rate, and no further than it may', async () => {
    const events: TrainingEvent[] = [];
    const settings = { learningRate: 1e30 };
    const running = (async () => {
      const base = { family: 'test', model, dataPath: data, runFolder: run, settings, steps: 50 };
      for await (const event of trainModel({ ...base, onDivergence: 'rewind' as const })) events.push(event);
    })();

    await expect(running).rejects.toMatchObject({ code: 'E-TRAIN-004', exitCode: 30 });
    const warnings = of(events, 'warning').map(({ message }) => message);
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toMatch(/went back to step 0 with half the learning rate/);
    const [first, , , last] = of(events, 'step-end').filter(({ step }) => step === 1);
    expect((last?.metrics.learningRate as number) / (first?.metrics.learningRate as number)).toBeCloseTo(1 / 8, 6);
  });

  test('trains on after a rewind, and a resumed run goes the same way', async () => {
    // diverges within some steps; a quarter of it does not
    const options = { settings: { learningRate: 1.5 }, onDivergence: 'rewind' as const, checkpointEvery: 5 };
    const whole = await train({ ...options, steps: 400 });
    const rewinds = of(whole, 'warning').length;
    expect(rewinds).toBeGreaterThan(0);

    const stopped = `${run}-stopped`;
    await train({ ...options, runFolder: stopped, steps: 200, settings: { ...options.settings, scheduleSteps: 400 } });
    await train({ runFolder: stopped, isResumed: true, data: undefined, steps: 400 });
    expect(await hashOf(stopped)).toBe(await hashOf(run));
  });
});
