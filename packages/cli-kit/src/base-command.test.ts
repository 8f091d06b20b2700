import { mkdtemp, readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArtifactEvent, DatasetError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { Args, Config, Flags } from '@oclif/core';
import { BaseCommand } from './base-command.js';
import { RecordingIo } from './testing/recording-io.js';

const config = await Config.load({ root: join(import.meta.dirname, '..'), pjson: undefined } as never);

/** A command whose `run` is given by the test. */
class Sample extends BaseCommand {
  static override id = 'sample:command';
  static override args = { image: Args.string({ required: true }) };
  static override flags = { budget: Flags.integer({ env: 'AIGC_BUDGET' }), size: Flags.string({ options: ['small', 'large'] }) };
  action: (command: Sample) => unknown = () => ({ made: 1 });

  async run(): Promise<unknown> {
    await this.parse(Sample);
    return this.action(this);
  }

  report = this.reportArtifacts;
  warnAbout = this.addWarning;
}

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | string | undefined;
}

async function run(argv: string[], action?: (command: Sample) => unknown, io = new RecordingIo()): Promise<Outcome> {
  Object.assign(config, { cacheDir: await mkdtemp(join(tmpdir(), 'aigc-')) });
  const command = new Sample(argv, config);
  Object.assign(command, { io });
  if (action !== undefined) command.action = action;
  process.exitCode = undefined;
  await (command as unknown as { _run(): Promise<unknown> })._run();
  return { stdout: io.stdout.text, stderr: io.stderr.text, exitCode: process.exitCode };
}

const failWithData = (): never => {
  throw new DatasetError('E-DATA-002', 'no images in the folder', {
    path: '/data/empty',
    note: 'nothing was written',
    hints: ['name another folder with --data'],
    cause: new Error('ENOENT'),
  });
};

describe('errors of a command', () => {
  test('are told on stderr with code, place, note and help', async () => {
    expect(await run(['a.png'], failWithData)).toEqual({
      stdout: '',
      stderr: `error[E-DATA-002]: no images in the folder
  --> /data/empty
note: nothing was written
help: name another folder with --data
`,
      exitCode: 10,
    });
  });

  test('are coloured on a terminal only, and not against NO_COLOR', async () => {
    const terminal = { columns: 80, rows: 24 };
    const colored = await run(['a.png'], failWithData, new RecordingIo({ terminal }));
    const plain = await run(['a.png'], failWithData, new RecordingIo({ terminal, env: { NO_COLOR: '1' } }));

    expect(colored.stderr).toContain('\u001b[31merror[E-DATA-002]\u001b[39m');
    expect(plain.stderr).not.toContain('\u001b');
  });

  test('are one JSON document on stdout under --json', async () => {
    const { stdout, stderr, exitCode } = await run(['a.png', '--json'], failWithData);

    expect(JSON.parse(stdout)).toEqual({
      status: 'error',
      error: {
        code: 'E-DATA-002',
        message: 'no images in the folder',
        path: '/data/empty',
        note: 'nothing was written',
        cause: 'ENOENT',
        hint: 'name another folder with --data',
        retryable: false,
        exit: 10,
      },
    });
    expect(stderr).toBe('');
    expect(exitCode).toBe(10);
  });

  test('that nobody foresaw are bugs: a report without home folder and arguments, and no stack', async () => {
    const { stderr, exitCode } = await run(['secret.png'], () => (undefined as unknown as string).length);

    expect(exitCode).toBe(70);
    expect(stderr).toMatch(
      /^error\[E-BUG-001\]: unexpected TypeError: .*\n {2}--> .*aigc-report-\d+\.txt\nnote: .*\nhelp: .*--debug.*\n$/,
    );
    const report = await readFile(/--> (.*)/.exec(stderr)?.[1] ?? '', 'utf8');
    expect(report).toContain('command: aigc sample command');
    expect(report).toContain('TypeError');
    expect(report).not.toContain('secret.png');
    expect(report).not.toContain(homedir());
  });

  test('show their stack and cause with --debug', async () => {
    const { stderr } = await run(['a.png', '--debug'], failWithData);

    expect(stderr).toContain('DatasetError: no images in the folder\n    at ');
    expect(stderr).toContain('caused by: Error: ENOENT');
  });
});

describe('wrong usage', () => {
  test.each([
    [['a.png', '--bugdet', '3'], 'E-CLI-001', 'sample command: unknown flag --bugdet', 'did you mean --budget?'],
    [[], 'E-CLI-002', 'sample command: missing argument IMAGE', 'see `aigc sample command --help`'],
    [['a.png', 'b.png'], 'E-CLI-003', 'sample command: unexpected argument b.png', 'see `aigc sample command --help`'],
    [
      ['a.png', '--budget', 'x'],
      'E-CLI-004',
      '--budget: expected an integer but received: x',
      'see `aigc sample command --help`',
    ],
    [['a.png', '--budget'], 'E-CLI-004', 'sample command: flag --budget expects a value', 'see `aigc sample command --help`'],
    [
      ['a.png', '--size', 'x'],
      'E-CLI-004',
      'sample command: expected --size=x to be one of: small, large',
      'see `aigc sample command --help`',
    ],
    [
      ['a.png', '--size', 'smal'],
      'E-CLI-004',
      'sample command: expected --size=smal to be one of: small, large',
      'did you mean small?',
    ],
  ])('%j exits 2 and says what to do', async (argv, code, message, help) => {
    const { stderr, exitCode } = await run(argv);

    expect(stderr).toBe(`error[${code}]: ${message}\nhelp: ${help}\n`);
    expect(exitCode).toBe(2);
  });

  test('under --json is one small document', async () => {
    const { stdout } = await run(['a.png', '--json', '--bugdet', '3']);

    expect(Object.keys(JSON.parse(stdout))).toEqual(['status', 'error']);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'E-CLI-001', exit: 2 });
  });
});

describe('results of a command', () => {
  test('are a document with warnings under --json', async () => {
    const { stdout } = await run(['a.png', '--json'], (command) => {
      command.warnAbout('the picture is small');
      return { made: 1 };
    });

    expect(JSON.parse(stdout)).toEqual({ status: 'ok', result: { made: 1 }, warnings: ['the picture is small'] });
  });

  test('are a document even when there is nothing to say', async () => {
    const { stdout } = await run(['a.png'], () => undefined, new RecordingIo({ env: { AIGC_JSON: '1' } }));

    expect(JSON.parse(stdout)).toEqual({ status: 'ok', result: null, warnings: [] });
  });
});

async function* makeTwo(): AsyncGenerator<ArtifactEvent, { count: number }> {
  yield { type: 'progress', stage: 'drawing', done: 0, total: 2 };
  yield { type: 'artifact-written', path: '/home/me/out/a.png', kind: 'image' };
  yield { type: 'progress', stage: 'drawing', done: 1, total: 2 };
  yield { type: 'warning', message: 'b is dark' };
  yield { type: 'artifact-written', path: '/home/me/out/b.png', kind: 'image' };
  yield { type: 'progress', stage: 'drawing', done: 2, total: 2 };
  return { count: 2 };
}

describe('reportArtifacts', () => {
  test('writes paths to stdout and progress to stderr', async () => {
    const { stdout, stderr } = await run(['a.png'], (command) => command.report(makeTwo()));

    expect(stdout).toBe('out/a.png\nout/b.png\n');
    expect(stderr).toBe('drawing 0/2\nwarning: b is dark\ndrawing 2/2\n');
  });

  test('draws a bar on a terminal and takes it away at the end', async () => {
    const io = new RecordingIo({ terminal: { columns: 40, rows: 24 }, env: { NO_COLOR: '1' } });

    const { stderr } = await run(['a.png'], (command) => command.report(makeTwo()), io);

    expect(stderr.split('\r\u001b[2K')).toEqual([
      '',
      '─────────────────────────  drawing 0/2',
      'warning: b is dark\n',
      '━━━━━━━━━━━━━━━━━━━━━━━━━  drawing 2/2',
      '',
    ]);
  });

  test('is one document with the result under --json', async () => {
    const { stdout, stderr } = await run(['a.png', '--json'], (command) => command.report(makeTwo()));

    expect(JSON.parse(stdout)).toEqual({ status: 'ok', result: { count: 2 }, warnings: ['b is dark'] });
    expect(stderr).toBe('');
  });
});
