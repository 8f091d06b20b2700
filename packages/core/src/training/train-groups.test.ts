import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metrics, ModelDefinition, TrainingEvent } from '@aigc/plugin-api';
import { tinyAutoencoder, writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { listCheckpointSteps } from '../checkpoint/checkpoint-folder.js';
import { trainModel } from './train-model.js';
import type { TrainOptions } from './train-options.js';

let root = '';
let dataPath = '';
let count = 0;
let run = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  dataPath = join(root, 'data');
  await writeTinyImages(dataPath, 40);
});
beforeEach(() => {
  run = join(root, `run-${count++}`);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const model = tinyAutoencoder as ModelDefinition;

/** Steps take no time: groups of 1, 2, 4, 8 ... steps, as far as nothing is due. */
const grouping = () => 0;
/** A second passes whenever the clock is read: steps are too long for groups. */
function single(): () => number {
  let ms = 0;
  return () => (ms += 1000);
}

async function train(
  options: Partial<TrainOptions>,
  onEvent: (event: TrainingEvent) => void = () => {},
): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  const base = { family: 'test', model, settings: {}, dataPath, runFolder: run, data: { validationShare: 0.3 } };
  for await (const event of trainModel({ ...base, ...options })) {
    events.push(event);
    onEvent(event);
  }
  return events;
}

const stateOf = (dir: string, step: number) =>
  readFile(join(dir, 'checkpoints', `step-${String(step).padStart(6, '0')}`, 'model.safetensors'));

/** Lines of the log, without the speed. */
async function linesOf(dir: string): Promise<object[]> {
  const lines = (await readFile(join(dir, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => ({ ...(JSON.parse(line) as object), itemsPerSecond: undefined }));
}

/** What happened and when, but for how long it took. */
const told = (events: readonly TrainingEvent[]) =>
  events.flatMap((event): (readonly [type: string, step: number, metrics?: Metrics])[] => {
    if (event.type === 'step-end' || event.type === 'validation-end') return [[event.type, event.step, event.metrics]];
    return event.type === 'checkpoint-written' || event.type === 'samples-written' ? [[event.type, event.step]] : [];
  });

describe('steps in groups', () => {
  test('tell, log and save what single steps do, at the same steps', async () => {
    const options = { steps: 50, checkpointEvery: 7, sampleEvery: 20, validateEvery: 11, keepLast: 100 };
    const alone = `${run}-alone`;
    const events = await train({ ...options, clock: grouping });
    const expected = await train({ ...options, runFolder: alone, clock: single() });

    expect(told(events)).toEqual(told(expected));
    expect(await linesOf(run)).toEqual(await linesOf(alone));
    const saved = await listCheckpointSteps(alone);
    expect(saved).toEqual(expect.arrayContaining([7, 14, 21, 28, 35, 42, 49, 50]));
    expect(await listCheckpointSteps(run)).toEqual(saved);
    for (const step of saved) expect(await stateOf(run, step)).toEqual(await stateOf(alone, step));
  });

  test('end at the end of the group that an interrupt falls into, and go on exactly from there', async () => {
    const stop = new AbortController();
    // groups are 1, 2 to 3, 4 to 7, 8 to 15 ...
    const events = await train({ steps: 40, settings: { scheduleSteps: 40 }, clock: grouping, signal: stop.signal }, (event) => {
      if (event.type === 'step-end' && event.step === 5) stop.abort();
    });
    expect(events.at(-1)).toMatchObject({ type: 'run-end', reason: 'interrupted', step: 7 });

    await train({ isResumed: true, dataPath: undefined, data: undefined, steps: 40, clock: grouping });
    const whole = `${run}-whole`;
    await train({ runFolder: whole, steps: 40, clock: single() });

    expect(await stateOf(run, 40)).toEqual(await stateOf(whole, 40));
    expect(await linesOf(run)).toEqual(await linesOf(whole));
  });

  test('name the step of a group that diverged, and log those before it', async () => {
    const options = { settings: { learningRate: 1.5 }, steps: 400 };
    const alone = `${run}-alone`;
    const reasonOf = (more: Partial<TrainOptions>) =>
      train({ ...options, ...more }).then(String, (error: Error) => error.message);

    const reason = await reasonOf({ clock: grouping });

    expect(reason).toMatch(/^training diverged: \w+ is (NaN|Infinity) after step \d+$/);
    expect(reason).toBe(await reasonOf({ runFolder: alone, clock: single() }));
    const diverged = Number(/\d+$/.exec(reason)?.[0]);
    // neither the first nor the last of a group of 2, 4, 8 ... steps, or this shows nothing
    expect(Number.isInteger(Math.log2(diverged)) || Number.isInteger(Math.log2(diverged + 1))).toBe(false);
    expect(await linesOf(run)).toHaveLength(diverged - 1);
    expect(await linesOf(run)).toEqual(await linesOf(alone));
  });

  test('go back from a divergence as single steps do', async () => {
    const options = { settings: { learningRate: 1.5 }, onDivergence: 'rewind' as const, checkpointEvery: 5, steps: 100 };
    const alone = `${run}-alone`;
    const events = await train({ ...options, clock: grouping });
    const expected = await train({ ...options, runFolder: alone, clock: single() });

    const warnings = (all: TrainingEvent[]) => all.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(warnings(events)).not.toEqual([]);
    expect(warnings(events)).toEqual(warnings(expected));
    expect(await linesOf(run)).toEqual(await linesOf(alone));
    expect(await stateOf(run, 100)).toEqual(await stateOf(alone, 100));
  });
});
