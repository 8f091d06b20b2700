import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingEstimate } from '@aigc/core';
import { InvalidConfigError, type TrainingEvent } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { Config } from '@oclif/core';
import { flagsFromModels, type ModelSchemas } from './flags/flags-from-models.js';
import { trainFlags } from './flags/train-flags.js';
import type { FileSettings } from './settings/file-settings.js';
import { RecordingIo } from './testing/recording-io.js';
import { sampleEnd, sampleRun } from './testing/sample-run.js';
import { TrainCommand } from './train-command.js';
import type { TrainRequest } from './training/train-request.js';

const schema = {
  type: 'object',
  properties: {
    batchSize: { type: 'integer', minimum: 1, default: 64 },
    width: { type: 'integer', default: 32 },
    stages: { type: 'array', items: { type: 'integer' } },
  },
};
const otherSchema = { type: 'object', properties: { noiseChannels: { type: 'integer' } } };
const twoModels = { sample: schema, other: otherSchema };

class TrainSample extends TrainCommand {
  static override id = 'train:sample';
  static override flags = { ...trainFlags, ...flagsFromModels(twoModels) };
  schemas: ModelSchemas = { sample: schema };
  request: TrainRequest | undefined;
  isPlanned = false;
  events: AsyncIterable<TrainingEvent> = replay([...sampleRun, sampleEnd('steps')]);

  async run(): Promise<unknown> {
    const { flags } = await this.parse(TrainSample);
    this.request = await this.trainRequest(flags, 'sample', this.schemas);
    if (!this.isPlanned) return this.reportTraining(this.events);
    this.request.onPlan?.(samplePlan);
    return this.reportTraining(replay([{ type: 'progress', stage: 'compiling', done: 0, total: 1 }]));
  }
}

/** A step of 40 ms with 32 pictures: 32 / 0.04 s = 800 a second; 10 steps take 0.4 s, and compiling 2 s. */
const samplePlan: TrainingEstimate = {
  family: 'sample',
  model: 'sample',
  run: '/home/me/runs/a',
  startStep: 0,
  seed: 0,
  config: { batchSize: 32 },
  data: {
    path: '/home/me/icons',
    facts: { kind: 'images', count: 100, channels: 3, classes: ['a', 'b'] },
    exampleShape: [8, 8, 3],
    trainCount: 90,
    validationCount: 10,
    warnings: [],
  },
  device: { name: 'cpu', description: 'a processor', gigaflops: 50 },
  parameterCount: 1000,
  batchSize: 32,
  itemUnit: 'images',
  memory: { state: 12_000, inputs: 24_576, measured: 5e6 },
  time: { compileMs: 2000, stepMs: 40, measuredSteps: 9, itemsPerSecond: 800, steps: 10, seconds: 2.4 },
};

async function* replay(events: readonly TrainingEvent[], error?: Error): AsyncGenerator<TrainingEvent> {
  yield* events;
  if (error !== undefined) throw error;
}

interface Setup {
  readonly file?: { readonly [name: string]: unknown };
  /** Files that come after it. */
  readonly others?: readonly FileSettings[];
  readonly env?: { readonly [name: string]: string };
  readonly events?: AsyncIterable<TrainingEvent>;
  readonly isPlanned?: boolean;
  readonly schemas?: ModelSchemas;
}

async function train(argv: string[], { file, others = [], env = {}, ...fields }: Setup = {}) {
  const config = await Config.load({ root: join(import.meta.dirname, '..') });
  const settings = Object.entries(file ?? {}).map(([name, value]) => [name, { value, at: `train.sample.${name}` }]);
  const result = [{ path: '/p/aigc.config.json', scope: 'project', settings: Object.fromEntries(settings) }, ...others];
  Object.assign(config, {
    runHook: async (name: string) => ({ successes: name.startsWith('aigc:') ? [{ result }] : [], failures: [] }),
  });
  const io = new RecordingIo();
  const command = Object.assign(new TrainSample(argv, config), { io, ...fields });
  Object.assign(process.env, env);
  process.exitCode = undefined;
  try {
    await (command as unknown as { _run(): Promise<unknown> })._run();
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
  }
  return { request: command.request, stdout: io.stdout.text, stderr: io.stderr.text, exitCode: process.exitCode };
}

describe('trainRequest', () => {
  test('leaves everything to the trainer that nobody has set', async () => {
    const { request } = await train(['--data', 'icons']);

    expect(request).toEqual({
      family: 'sample',
      dataPath: 'icons',
      runFolder: 'runs/sample-20261123-141500',
      isResumed: false,
      steps: undefined,
      budgetS: undefined,
      seed: undefined,
      threads: undefined,
      checkpointEvery: undefined,
      sampleEvery: undefined,
      keepLast: undefined,
      data: { maxBad: undefined },
      device: undefined,
      freeze: undefined,
      from: undefined,
      modelName: 'sample',
      onDivergence: undefined,
      patience: undefined,
      validateEvery: undefined,
      settings: {},
      signal: expect.any(AbortSignal),
    });
  });

  test('takes flag before environment before file', async () => {
    const file = { batchSize: 1, width: 1, steps: 1, budget: '10m', keepLast: 3 };

    const { request } = await train(['--data', 'icons', '--batch-size', '3', '--steps', '30'], {
      file,
      env: { AIGC_BATCH_SIZE: '2', AIGC_WIDTH: '2', AIGC_STEPS: '20', AIGC_BUDGET: '20s' },
    });

    expect(request?.settings).toEqual({ batchSize: 3, width: 2 });
    expect(request).toMatchObject({ steps: 30, budgetS: 20, keepLast: 3 });
  });

  test('asks for data unless a run is resumed', async () => {
    const missing = await train([]);
    const resumed = await train(['--resume', 'runs/a', '--steps', '9']);

    expect(missing.stderr).toMatch(/^error\[E-CLI-002\]: train sample: --data is missing\nhelp: .*--data PATH/);
    expect(missing.exitCode).toBe(2);
    expect(resumed.request).toMatchObject({ dataPath: undefined, runFolder: 'runs/a', isResumed: true, steps: 9 });
  });

  test("takes the project's file before the user's, setting by setting", async () => {
    const settings = { batchSize: { value: 5, at: 'train.batchSize' }, width: { value: 6, at: 'train.width' } };
    const others: FileSettings[] = [{ path: '/u/config.yaml', scope: 'user', settings }];

    const { request } = await train(['--data', 'icons'], { file: { batchSize: 4 }, others });

    expect(request?.settings).toEqual({ batchSize: 4, width: 6 });
  });

  test('takes every shared setting from a file, lists without quotes', async () => {
    const file = {
      device: 'cpu',
      patience: 4,
      onDivergence: 'rewind',
      augmentData: ['flip', 'crop:0.2'],
      fit: 'contain',
      background: '#ff0000',
      crops: true,
      validationShare: 0.25,
      freeze: ['generator.*'],
      stages: [4, 8],
    };

    const { request } = await train(['--data', 'icons'], { file });

    expect(request).toMatchObject({ device: 'cpu', patience: 4, onDivergence: 'rewind', freeze: ['generator.*'] });
    expect(request?.data).toMatchObject({
      augment: { flip: expect.any(Number), crop: 0.2 },
      fit: 'contain',
      background: [255, 0, 0],
      crops: true,
      validationShare: 0.25,
    });
    expect(request?.settings).toEqual({ stages: [4, 8] });
  });

  test('refuses to change the settings of a resumed run, and leaves the file aside but for its limits', async () => {
    const changed = await train(['--resume', 'runs/a', '--batch-size=3']);
    const { request } = await train(['--resume', 'runs/a'], { file: { batchSize: 3, seed: 5, steps: 9 } });

    expect(changed.stderr).toContain('error[E-CLI-005]: train sample: --batch-size cannot be changed with --resume\n');
    expect(request).toMatchObject({ settings: {}, seed: undefined, steps: 9 });
  });

  test("names the file where a model's complaint comes from", async () => {
    const issues = [{ path: ['batchSize'], message: 'too small' }];
    const cause = Object.assign(new Error('zod'), { issues });
    const events = replay([], new InvalidConfigError('E-CONFIG-109', 'invalid settings of sample: batchSize', { cause }));

    const { stderr } = await train(['--data', 'icons'], { file: { batchSize: 1 }, events });

    expect(stderr).toMatch(/^error\[E-CONFIG-109\]: invalid settings of sample: batchSize\n {2}--> \/p\/aigc.config.json\n/);
  });

  test('says which setting of the file belongs to another model', async () => {
    const { stderr } = await train(['--data', 'icons'], { file: { noiseChannels: 3 }, schemas: twoModels });

    expect(stderr).toContain(
      'warning: train.sample.noiseChannels is a setting of other, not of sample; left out (/p/aigc.config.json)\n',
    );
  });

  test.each([
    [{ device: 'gpu' }, 'train.sample.device: expected one of auto, cpu', undefined],
    [{ crops: 'yes' }, 'train.sample.crops: expected true or false, got "yes"', undefined],
    [{ steps: Number.POSITIVE_INFINITY }, 'train.sample.steps: expected a whole number from 1, got "Infinity"', undefined],
    [{ validationShare: Number.NaN }, 'train.sample.validationShare: expected a number from 0 to 0.9, got "NaN"', undefined],
    [{ background: null }, 'expected a value, got nothing', 'leave the setting out, or quote a text that begins with #'],
    [{ steps: { a: 1 } }, 'train.sample.steps: expected one value, got a section', undefined],
    [{ budget: 60 }, 'train.sample.budget: expected a length of time such as 60s, got "60"', 'give the unit: s, m or h'],
    [{ steps: 'many' }, 'train.sample.steps: expected a whole number from 1, got "many"', undefined],
  ])('refuses %j in the file and names it', async (file, message, help) => {
    const { stderr, exitCode } = await train(['--data', 'icons'], { file });

    expect(stderr).toMatch(/^error\[E-CONFIG-01\d\]/);
    expect(stderr).toContain(message);
    expect(stderr).toContain(`\n  --> /p/aigc.config.json\n${help === undefined ? '' : `help: ${help}\n`}`);
    expect(exitCode).toBe(2);
  });
});

describe('reportTraining in a command', () => {
  test('tells every event on stderr as JSON with --events ndjson, and nothing else', async () => {
    const { stderr, stdout } = await train(['--data', 'icons', '--events', 'ndjson']);

    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual([
      'command-start',
      ...[...sampleRun, sampleEnd('steps')].map(({ type }) => type),
      'command-end',
    ]);
    expect(lines[0]).toMatchObject({ time: expect.stringMatching(/^2026-11-23T/), command: 'train sample' });
    expect(lines.at(-1)).toMatchObject({ exit: 0 });
    expect(stdout).not.toBe('');
  });

  test('ends the events with the error and the exit status', async () => {
    const { stderr } = await train(['--events=ndjson']);

    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.slice(1)).toMatchObject([
      { type: 'error', code: 'E-CLI-002', exit: 2 },
      { type: 'command-end', exit: 2 },
    ]);
  });

  test('adds the events to a file, and still shows progress', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'aigc-')), 'events.ndjson');

    const { stderr } = await train(['--data', 'icons', '--events-file', file]);
    await train(['--data', 'icons'], { env: {} });

    const types = (await readFile(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect([types[0], types.at(-1)]).toEqual(['command-start', 'command-end']);
    expect(stderr).not.toBe('');
  });

  test('shows the plan with --dry-run and ends with 0', async () => {
    const plain = await train(['--data', 'icons', '--dry-run', '--steps', '10'], { isPlanned: true });
    const json = await train(['--data', 'icons', '--dry-run', '--json'], { isPlanned: true });

    expect(plain.stdout).toContain('step      40.0 ms, 800 images/s; compiling took 2.0 s\n');
    expect(plain.stdout).toContain('time      2s for 10 steps');
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 'ok', result: { parameterCount: 1000 } });
    expect([plain.exitCode, json.exitCode]).toEqual([0, 0]);
  });

  test('ends JSON lines with the error when training fails', async () => {
    const events = replay(sampleRun, new InvalidConfigError('E-CONFIG-001', 'the model is too large'));

    const { stdout, stderr, exitCode } = await train(['--data', 'icons', '--json'], { events });

    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(sampleRun.length + 1);
    expect(lines.at(-1)).toMatchObject({ type: 'error', code: 'E-CONFIG-001', message: 'the model is too large', exit: 2 });
    expect(stderr).toBe('');
    expect(exitCode).toBe(2);
  });

  test('adds no document after the last event', async () => {
    const { stdout } = await train(['--data', 'icons', '--json']);

    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'run-end', reason: 'steps' });
  });

  test('exits 130 after an interruption and 0 after the last step', async () => {
    expect((await train(['--data', 'icons'])).exitCode).toBeUndefined();
    expect((await train(['--data', 'icons'], { events: replay([...sampleRun, sampleEnd('interrupted')]) })).exitCode).toBe(130);
  });
});
