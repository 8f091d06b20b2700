import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

const ROOT = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'packages/cli/package.json'), 'utf8')) as { version: string };
/** Packages that cost tens to hundreds of milliseconds or load native code. */
const HEAVY = ['@tensorflow', 'onnxruntime', 'sharp', 'ink', 'react', 'zod', '@gltf-transform', 'fluent-ffmpeg', 'cosmiconfig'];

/** Names of heavy packages that a command line loads, from the module loader's own log. */
async function heavyPackages(args: string[]): Promise<string[]> {
  const { stderr } = await runAigc(args, { env: { NODE_DEBUG: 'esm,module' } });
  expect(stderr).toContain('packages/cli/bin/run.js');
  return HEAVY.filter((name) => stderr.includes(`node_modules/${name}/`));
}

describe('aigc --version', () => {
  test('prints name, version, platform and Node on one line', async () => {
    expect(await runAigc(['--version'])).toEqual({
      exitCode: 0,
      stdout: `aigc/${version} ${process.platform}-${process.arch} node-${process.version}\n`,
      stderr: '',
    });
  });

  test('loads nothing but the start script', async () => {
    const { stderr } = await runAigc(['--version'], { env: { NODE_DEBUG: 'esm,module' } });

    expect(stderr).not.toContain('node_modules/@oclif');
  });
});

describe('aigc --help', () => {
  test('lists topics and commands', async () => {
    const { exitCode, stdout, stderr } = await runAigc(['--help']);

    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ {2}generate\s+\S/m);
    expect(stdout).toMatch(/^ {2}train\s+\S/m);
    expect(stdout).toContain(`aigc/${version}`);
  });

  test.each([
    [['--help']],
    [['generate', '--help']],
    [['export', '--help']],
    [['doctor', '--help']],
    [['train', '--help']],
    [['train', 'gan', '--help']],
    [['help', 'exit-codes']],
  ])('%j loads no heavy package', async (args) => {
    expect(await heavyPackages(args)).toEqual([]);
  });

  test('starts without what only commands need', async () => {
    const { stderr } = await runAigc(['--help'], { env: { NODE_DEBUG: 'esm,module' } });

    expect(stderr).toContain('packages/cli-kit/dist/host.js');
    expect(stderr).not.toMatch(/packages\/cli-kit\/dist\/(index|train-command|studio)|packages\/core\/dist|node_modules\/semver/);
  });

  test('names the nearest command for one that is not there', async () => {
    const { exitCode, stderr } = await runAigc(['help', 'trian', 'gan']);

    expect(exitCode).toBe(127);
    expect(stderr).toContain('did you mean `aigc train gan`?');
  });

  test('is one JSON document where one is asked for', async () => {
    const text = await runAigc(['help', 'train', 'gan']);
    const { stdout } = await runAigc(['help', 'train', 'gan', '--json']);

    expect(text.stdout).toContain('--batch-size');
    expect(JSON.parse(stdout)).toEqual({ status: 'ok', result: { help: text.stdout.replace(/\n$/, '') }, warnings: [] });
  });

  test('prints the table of exit codes, as text and as JSON', async () => {
    const text = await runAigc(['help', 'exit-codes']);
    const json = await runAigc(['help', 'exit-codes', '--json']);

    expect(text.stdout).toContain(' 127  unknown command\n');
    expect(JSON.parse(json.stdout).result.exitCodes).toContainEqual({ code: 20, meaning: expect.stringContaining('disk') });
  });
});

describe('what does not exist', () => {
  test.each([
    [['hepl'], 127, 'error[E-CLI-006]: unknown command "hepl"', 'did you mean `aigc help`?'],
    [['train', 'gna'], 127, 'error[E-CLI-006]: unknown command "train gna"', 'did you mean `aigc train gan`?'],
    [['trian', 'gan', '--steps', '1'], 127, 'error[E-CLI-006]: unknown command "trian gan"', 'did you mean `aigc train gan`?'],
    [['generat', 'my-run'], 127, 'error[E-CLI-006]: unknown command "generat my-run"', 'did you mean `aigc generate`?'],
    [['help', '--jsn'], 2, 'error[E-CLI-001]: help: unknown flag --jsn', 'did you mean --json?'],
    [['generate', 'run', '--sedes', '0'], 2, 'error[E-CLI-001]: generate: unknown flag --sedes', 'did you mean --seeds?'],
    [['train', 'gan', '--bugdet', '60s'], 2, 'error[E-CLI-001]: train gan: unknown flag --bugdet', 'did you mean --budget?'],
    [['export', 'run', '--fromat', 'onnx'], 2, 'error[E-CLI-001]: export: unknown flag --fromat', 'did you mean --format?'],
    [['doctro'], 127, 'error[E-CLI-006]: unknown command "doctro"', 'did you mean `aigc doctor`?'],
    [['train', 'gan', 'extra'], 2, 'error[E-CLI-003]: train gan: unexpected argument extra', 'see `aigc train gan --help`'],
    [['generate'], 2, 'error[E-CLI-002]: generate: missing argument RUN', 'see `aigc generate --help`'],
  ])('%j exits %d with %j and help', async (args, exit, message, help) => {
    const { exitCode, stdout, stderr } = await runAigc(args);

    expect(stderr).toContain(`${message}\nhelp: ${help}\n`);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(stdout).toBe('');
    expect(exitCode).toBe(exit);
  });

  test('names the families that there are', async () => {
    const { stderr } = await runAigc(['train', 'gna']);

    expect(stderr).toMatch(/^help: model families: .*\bgan\b/m);
  });

  test.each([
    [['train', 'gna', '--json'], 127],
    [['generate', '--json'], 2],
    [['nothing', '--help', '--json'], 127],
  ])('%j is one JSON document on stdout', async (args, exit) => {
    const { exitCode, stdout, stderr } = await runAigc(args);

    expect(JSON.parse(stdout)).toMatchObject({
      status: 'error',
      error: { exit, message: expect.any(String), code: expect.any(String) },
    });
    expect(stderr).toBe('');
    expect(exitCode).toBe(exit);
  });
});

describe('aigc generate', () => {
  test('says which folder is no run', async () => {
    const { exitCode, stderr } = await runAigc(['generate', 'nowhere/run']);

    expect(stderr).toMatch(/^error\[E-CONFIG-\d+\]: .*\n {2}--> .*nowhere\/run/);
    expect(exitCode).toBe(2);
  });
});

describe('standard output that cannot be written', () => {
  const hasFullDevice = existsSync('/dev/full');
  if (!hasFullDevice) console.warn('skipped: this system has no /dev/full');

  (hasFullDevice ? test : test.skip).each([['--version'], ['--help'], ['help exit-codes'], ['help exit-codes --json']])(
    'aigc %s > /dev/full fails with one message',
    (args) => {
      const bin = join(ROOT, 'packages/cli/bin/run.js');
      const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" ${args} > /dev/full`], {
        encoding: 'utf8',
      });

      expect(status).toBe(20);
      expect(stderr).toMatch(/^error\[E-IO-007\]: cannot write to standard output: .*\n/);
      expect(stderr.match(/error\[/g)).toHaveLength(1);
    },
  );

  test('a reader that leaves early is no failure', () => {
    const bin = join(ROOT, 'packages/cli/bin/run.js');
    const script = `"${process.execPath}" "${bin}" --help | head -n 1 > /dev/null`;

    const { stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });

    expect(stderr).toBe('');
  });
});
