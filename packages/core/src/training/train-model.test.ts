import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeImage } from '@aigc/media/image';
import { DivergenceError, RunLockedError, type TrainingEvent } from '@aigc/plugin-api';
import { tinyGan, writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { checkpointState, latestCheckpoint } from '../checkpoint/read-checkpoint.js';
import { writeCheckpoint } from '../checkpoint/write-checkpoint.js';
import { trainModel } from './train-model.js';
import type { TrainOptions } from './train-options.js';

let root = '';
let data = '';
let count = 0;
let run = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  data = join(root, 'data');
  await writeTinyImages(data, 10);
});
beforeEach(() => {
  run = join(root, `run-${count++}`);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const model = tinyGan;
const base = (): TrainOptions => ({ family: 'test', model, settings: {}, dataPath: data, runFolder: run });

async function train(
  options: Partial<TrainOptions>,
  onEvent: (event: TrainingEvent) => void = () => {},
): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of trainModel({ ...base(), ...options })) {
    events.push(event);
    onEvent(event);
  }
  return events;
}

const hashOf = async (dir: string) => (await latestCheckpoint(dir)).checkpoint.stateHash;
const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
const checkpointBytes = async (dir: string, step: string) =>
  Promise.all(['manifest.json', 'model.safetensors'].map((name) => readFile(join(dir, 'checkpoints', step, name))));

describe('trainModel', () => {
  test('tells a run from reading to its end, and leaves a complete run directory', async () => {
    const events = await train({ steps: 6, checkpointEvery: 2, sampleEvery: 3 });

    const kinds = events.map((event) => (event.type === 'progress' ? event.stage : event.type));
    expect(kinds.filter((kind) => kind !== 'reading')).toEqual([
      ...['run-start', 'compiling', 'compiling', 'step-end', 'step-end', 'checkpoint-written', 'step-end', 'samples-written'],
      ...['step-end', 'checkpoint-written', 'step-end', 'step-end', 'checkpoint-written', 'samples-written', 'run-end'],
    ]);
    expect(kinds.lastIndexOf('reading')).toBe(kinds.indexOf('run-start') - 1);
    // generator 4 x 192 + 192, discriminator 192 + 1
    expect(events.find((event) => event.type === 'run-start')).toMatchObject({
      run,
      family: 'test',
      model: 'tiny-gan',
      parameterCount: 1153,
      data: { kind: 'images', count: 10, channels: 3, classes: [] },
      exampleShape: [8, 8, 3],
      itemUnit: 'images',
      batchSize: 4,
      seed: 0,
      startStep: 0,
      totalSteps: 6,
    });
    expect(events.at(-1)).toMatchObject({
      type: 'run-end',
      run,
      step: 6,
      reason: 'steps',
      checkpoint: join(run, 'checkpoints', 'step-000006'),
      samples: join(run, 'samples', 'step-000006.png'),
    });
    expect((await readdir(run)).sort()).toEqual([
      'checkpoints',
      'config.json',
      'data.json',
      expect.stringMatching(/^events\.out\.tfevents\./),
      'metrics.jsonl',
      'run.json',
      'samples',
      'verdict.json',
    ]);
    expect((await readdir(join(run, 'checkpoints'))).sort()).toEqual(['step-000002', 'step-000004', 'step-000006']);
    // 64 pictures of 8 x 8, 8 columns, gaps of 2
    expect(await decodeImage(join(run, 'samples', 'step-000006.png'))).toMatchObject({ width: 82, height: 82, channels: 3 });
    const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines.map((line) => Object.keys(line))).toEqual(new Array(6).fill(['step', 'lossD', 'lossG', 'itemsPerSecond']));
  });

  test('writes the same bytes for the same seed whatever the threads, others for another seed', async () => {
    const [a, b, c] = [`${run}a`, `${run}b`, `${run}c`];
    await train({ runFolder: a, steps: 7, seed: 0, threads: 1 });
    await train({ runFolder: b, steps: 7, seed: 0, threads: 2 });
    await train({ runFolder: c, steps: 7, seed: 4294967295 });

    expect(await checkpointBytes(b, 'step-000007')).toEqual(await checkpointBytes(a, 'step-000007'));
    expect(await readFile(join(b, 'samples/step-000007.png'))).toEqual(await readFile(join(a, 'samples/step-000007.png')));
    expect(await hashOf(c)).not.toBe(await hashOf(a));
  });

  test('resumes exactly: N steps, and N more, are 2 N steps', async () => {
    const whole = `${run}-whole`;
    await train({ runFolder: whole, steps: 10 });
    await train({ steps: 5 });

    const verdicts: boolean[] = [];
    const events = await train({ isResumed: true, dataPath: undefined, steps: 10 }, ({ type }) => {
      if (type === 'step-end') verdicts.push(existsSync(join(run, 'verdict.json')));
    });
    expect(new Set(verdicts)).toEqual(new Set([false]));

    expect(await checkpointBytes(run, 'step-000010')).toEqual(await checkpointBytes(whole, 'step-000010'));
    expect(events.find((event) => event.type === 'run-start')).toMatchObject({ startStep: 5, seed: 0 });
    const steps = (await readFile(join(run, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { step: number }).step);
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('has nothing to do when a resumed run is complete', async () => {
    await train({ steps: 3 });
    const before = await checkpointBytes(run, 'step-000003');

    const events = await train({ isResumed: true, steps: 3 });

    expect(events.map((event) => event.type)).not.toContain('step-end');
    expect(events.at(-1)).toMatchObject({ reason: 'steps', step: 3, samples: join(run, 'samples', 'step-000003.png') });
    expect(await checkpointBytes(run, 'step-000003')).toEqual(before);
  });

  test('ends after the current step when it is interrupted from outside, saved, and goes on exactly', async () => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 300);
    // no limit: only the timer can end it, which proves that steps let other work through
    const events = await train({ signal: stop.signal });
    clearTimeout(timer);
    const end = events.at(-1) as Extract<TrainingEvent, { type: 'run-end' }>;
    expect(end).toMatchObject({ type: 'run-end', reason: 'interrupted' });
    expect(end.checkpoint).toBe(join(run, 'checkpoints', `step-${String(end.step).padStart(6, '0')}`));

    await train({ isResumed: true, steps: end.step + 3 });
    const whole = `${run}-whole`;
    await train({ runFolder: whole, steps: end.step + 3 });

    expect(await hashOf(run)).toBe(await hashOf(whole));
  });

  test('saves the first state when it is interrupted before the first step, and writes nothing while reading', async () => {
    const stop = new AbortController();
    const events = await train({ signal: stop.signal }, (event) => event.type === 'run-start' && stop.abort());
    expect(events.at(-1)).toMatchObject({ reason: 'interrupted', step: 0, checkpoint: join(run, 'checkpoints', 'step-000000') });

    const early = new AbortController();
    const reading = train({ runFolder: `${run}-b`, signal: early.signal }, (event) => event.type === 'progress' && early.abort());

    await expect(reading).rejects.toMatchObject({ code: 'E-RUN-001', exitCode: 130, note: 'nothing was written' });
    expect(await exists(`${run}-b`)).toBe(false);
  });

  test('stops before its budget is passed, after one step at least', async () => {
    // a clock that goes on by one second each time it is read
    let ms = 0;
    const clock = () => (ms += 1000);

    const events = await train({ budgetS: 60, clock });
    const tiny = await train({ runFolder: `${run}-b`, budgetS: 1, clock });

    expect(events.at(-1)).toMatchObject({ type: 'run-end', reason: 'budget' });
    expect(tiny.at(-1)).toMatchObject({ reason: 'budget', step: 1 });
  });

  test('falls back to the checkpoint before a damaged one, says so, and ends with the same bytes', async () => {
    await train({ steps: 6, checkpointEvery: 2 });
    const whole = await checkpointBytes(run, 'step-000006');
    await writeFile(join(run, 'checkpoints', 'step-000006', 'model.safetensors'), 'rubbish');

    const events = await train({ isResumed: true, steps: 6 });

    expect(events).toContainEqual({
      type: 'warning',
      message: 'checkpoint step-000006 is damaged: model.safetensors: 7 bytes, expected 10028; using step-000004, 2 steps older',
    });
    expect(await checkpointBytes(run, 'step-000006')).toEqual(whole);
    expect(await exists(join(run, 'checkpoints', 'damaged-step-000006'))).toBe(true);
  });

  test('starts a run again that was killed before its first checkpoint', async () => {
    await train({ steps: 2 });
    const whole = await hashOf(run);
    await rm(join(run, 'checkpoints'), { recursive: true });

    const events = await train({ isResumed: true, steps: 2 });

    expect(events).toContainEqual({ type: 'warning', message: 'the run has no checkpoint yet; starting from the beginning' });
    expect(await hashOf(run)).toBe(whole);
  });

  test('does not resume a run whose every checkpoint is damaged', async () => {
    await train({ steps: 2 });
    const manifest = join(run, 'checkpoints', 'step-000002', 'manifest.json');
    await writeFile(manifest, '');

    await expect(train({ isResumed: true, steps: 4 })).rejects.toMatchObject({ code: 'E-CKPT-002', exitCode: 11 });
    expect(await exists(manifest)).toBe(true);
  });

  test('stops when a metric is no longer finite, and names the last good checkpoint', async () => {
    await train({ steps: 2 });
    const { checkpoint } = await latestCheckpoint(run);
    const entries = model.parameterEntries({ imageSize: 8, channels: 3, batchSize: 4, learningRate: 0.02 });
    // weights near the end of float32: finite in the file, too large for a product
    for (const tensor of checkpoint.tensors.values()) if (tensor.dtype === 'float32') tensor.data.fill(3e38);
    await writeCheckpoint({ runDir: run, step: 3, state: checkpointState(checkpoint, entries), entries });

    const training = train({ isResumed: true, steps: 9 });

    await expect(training).rejects.toThrow(DivergenceError);
    await expect(training).rejects.toMatchObject({
      code: 'E-TRAIN-001',
      exitCode: 30,
      message: expect.stringMatching(/^training diverged: loss[DG] is (NaN|Infinity) after step 4$/),
      note: 'the last complete checkpoint is step-000003; it is safe',
    });
  });

  test('never saves a state that is not finite, even where the losses are', async () => {
    const training = train({ settings: { learningRate: 1e30 }, checkpointEvery: 1 });

    await expect(training).rejects.toMatchObject({
      code: 'E-TRAIN-002',
      exitCode: 30,
      message: 'the state after step 1 holds NaN or infinity in generator.weights/dense.kernel',
      note: 'no checkpoint was written before',
    });
  });

  test('skips a broken picture with a warning', async () => {
    const folder = join(root, 'one-broken');
    await writeTinyImages(folder, 100);
    await writeFile(join(folder, 'zz.png'), 'x');

    const events = await train({ dataPath: folder, steps: 1 });

    expect(events).toContainEqual({ type: 'warning', message: expect.stringMatching(/^skipped zz\.png: /) });
  });
});

describe('trainModel refuses', () => {
  test('a folder that is a run, or holds other files, before it reads the data', async () => {
    await train({ steps: 1 });
    await mkdir(`${run}-b`);
    await writeFile(join(`${run}-b`, 'precious'), '');

    await expect(train({ dataPath: '/nope' })).rejects.toMatchObject({ code: 'E-CONFIG-104', exitCode: 2 });
    await expect(train({ runFolder: `${run}-b`, dataPath: '/nope' })).rejects.toMatchObject({ code: 'E-CONFIG-105' });
  });

  test('missing data, and leaves no folder behind', async () => {
    await expect(train({ dataPath: join(root, 'nope') })).rejects.toMatchObject({ code: 'E-DATA-001', exitCode: 10 });
    await expect(train({ dataPath: undefined })).rejects.toMatchObject({ code: 'E-CONFIG-113', exitCode: 2 });
    expect(await exists(run)).toBe(false);
  });

  test('a run that another training writes to', async () => {
    const running = trainModel(base());
    for (let event = await running.next(); event.value?.type !== 'step-end'; ) event = await running.next();

    const second = train({ isResumed: true, steps: 3 });

    await expect(second).rejects.toThrow(RunLockedError);
    await expect(second).rejects.toMatchObject({ exitCode: 21 });
    await running.return(undefined);
    await train({ isResumed: true, steps: 3 });
  });

  test('to resume what is no run, or a run of another model', async () => {
    await expect(train({ isResumed: true })).rejects.toMatchObject({ code: 'E-CONFIG-103', exitCode: 2 });
    await train({ steps: 1 });
    await expect(train({ isResumed: true, family: 'vae' })).rejects.toMatchObject({
      code: 'E-CONFIG-108',
      message: 'the run is of test/tiny-gan, not of vae/tiny-gan',
    });
  });

  test('to resume with another seed or setting, and accepts the same', async () => {
    await train({ steps: 1, seed: 3, settings: { batchSize: 2 } });

    await expect(train({ isResumed: true, steps: 2, seed: 4 })).rejects.toMatchObject({
      code: 'E-CONFIG-107',
      message: 'seed cannot change from 3 to 4 when a run is resumed',
    });
    await expect(train({ isResumed: true, steps: 2, settings: { batchSize: 3 } })).rejects.toMatchObject({
      message: 'batchSize cannot change from 2 to 3 when a run is resumed',
    });
    await train({ isResumed: true, steps: 2, seed: 3, settings: { batchSize: 2 } });
  });

  test('to resume on other images', async () => {
    const folder = join(root, 'changing');
    const [first, second] = await writeTinyImages(folder, 4);
    await train({ steps: 1, dataPath: folder });
    await writeFile(first as string, await readFile(second as string));
    await rm(second as string);

    await expect(train({ isResumed: true, steps: 2, dataPath: folder })).rejects.toMatchObject({
      code: 'E-DATA-007',
      exitCode: 10,
      message: 'the data is not what the run was trained on: 1 files are new or changed, 1 are missing',
    });
  });
});
