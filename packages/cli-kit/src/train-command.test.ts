import { join } from 'node:path';
import { InvalidConfigError, type TrainingEvent } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { Config } from '@oclif/core';
import { flagsFromJsonSchema } from './flags/flags-from-json-schema.js';
import { trainFlags } from './flags/train-flags.js';
import { RecordingIo } from './testing/recording-io.js';
import { sampleEnd, sampleRun } from './testing/sample-run.js';
import { TrainCommand } from './train-command.js';
import type { TrainRequest } from './training/train-request.js';

const schema = {
  type: 'object',
  properties: { batchSize: { type: 'integer', minimum: 1, default: 64 }, width: { type: 'integer', default: 32 } },
};

class TrainSample extends TrainCommand {
  static override id = 'train:sample';
  static override flags = { ...trainFlags, ...flagsFromJsonSchema(schema) };
  request: TrainRequest | undefined;
  events: AsyncIterable<TrainingEvent> = replay([...sampleRun, sampleEnd('steps')]);

  async run(): Promise<unknown> {
    const { flags } = await this.parse(TrainSample);
    this.request = await this.trainRequest(flags, 'sample', { sample: schema });
    return this.reportTraining(this.events);
  }
}

async function* replay(events: readonly TrainingEvent[], error?: Error): AsyncGenerator<TrainingEvent> {
  yield* events;
  if (error !== undefined) throw error;
}

interface Setup {
  readonly file?: { readonly [name: string]: unknown };
  readonly env?: { readonly [name: string]: string };
  readonly events?: AsyncIterable<TrainingEvent>;
}

async function train(argv: string[], { file, env = {}, events }: Setup = {}) {
  const config = await Config.load({ root: join(import.meta.dirname, '..') });
  const result = file === undefined ? undefined : { path: '/p/aigc.config.json', section: 'train.sample', settings: file };
  Object.assign(config, {
    runHook: async (name: string) => ({ successes: name.startsWith('aigc:') ? [{ result }] : [], failures: [] }),
  });
  const io = new RecordingIo();
  const command = Object.assign(new TrainSample(argv, config), { io, ...(events === undefined ? {} : { events }) });
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

  test('refuses to change the settings of a resumed run, and leaves the file aside', async () => {
    const changed = await train(['--resume', 'runs/a', '--batch-size=3']);
    const { request } = await train(['--resume', 'runs/a'], { file: { batchSize: 3 } });

    expect(changed.stderr).toContain('error[E-CLI-005]: train sample: --batch-size cannot be changed with --resume\n');
    expect(request?.settings).toEqual({});
  });

  test.each([
    [{ batchsize: 3 }, 'unknown setting "train.sample.batchsize"', 'did you mean "train.sample.batchSize"?'],
    [{ bugdet: '1m' }, 'unknown setting "train.sample.bugdet"', 'did you mean "train.sample.budget"?'],
    [{ budget: 60 }, 'train.sample.budget: expected a length of time such as 60s, got "60"', 'give the unit: s, m or h'],
    [{ steps: 'many' }, 'train.sample.steps: expected a whole number from 1, got "many"', undefined],
  ])('refuses %j in the file and names it', async (file, message, help) => {
    const { stderr, exitCode } = await train(['--data', 'icons'], { file });

    expect(stderr).toMatch(/^error\[E-CONFIG-01\d\]/);
    expect(stderr).toContain(`${message}\n  --> /p/aigc.config.json\n${help === undefined ? '' : `help: ${help}\n`}`);
    expect(exitCode).toBe(2);
  });
});

describe('reportTraining in a command', () => {
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
