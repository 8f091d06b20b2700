import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

let root = '';
let project = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  project = join(root, 'project');
  await mkdir(join(root, 'xdg', 'aigc'), { recursive: true });
  await mkdir(project);
  await writeTinyImages(join(root, 'images'), 12, { size: 16 });
  await writeFile(join(root, 'xdg', 'aigc', 'config.yaml'), 'train: {threads: 1, gan: {batchSize: 3, seed: 7, latentSize: 9}}\n');
  await writeFile(
    join(project, 'aigc.config.yaml'),
    'train:\n  device: cpu\n  gan: {imageSize: 16, width: 8, batchSize: 4, steps: 2}\ngenerate:\n  gan: {seeds: 0-1}\n',
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

const aigc = (args: readonly string[], env: { [name: string]: string } = {}) =>
  runAigc(args, { cwd: project, env: { XDG_CONFIG_HOME: join(root, 'xdg'), ...env } });

interface Listed {
  readonly name: string;
  readonly value: unknown;
  readonly origin: object;
}

test('a variable that cannot be understood is named, not the flag it stands for', async () => {
  const { exitCode, stderr } = await aigc(['train', 'gan', '--data', '.'], { AIGC_STEPS: 'many' });

  expect(exitCode).toBe(2);
  expect(stderr).toContain('AIGC_STEPS: expected a whole number from 1, got "many"');
});

describe('aigc config', () => {
  test('tells the value of every setting and where it comes from', async () => {
    const { stdout } = await aigc(['config', 'train', 'gan', '--json'], { AIGC_LATENT_SIZE: '10' });

    const { settings } = (JSON.parse(stdout) as { result: { settings: Listed[] } }).result;
    const of = (name: string) => settings.find((setting) => setting.name === name);
    const projectFile = join(project, 'aigc.config.yaml');
    const userFile = join(root, 'xdg', 'aigc', 'config.yaml');
    expect(of('batchSize')).toMatchObject({
      value: 4,
      origin: { kind: 'project', path: projectFile, at: 'train.gan.batchSize' },
    });
    expect(of('device')).toMatchObject({ value: 'cpu', origin: { kind: 'project', at: 'train.device' } });
    expect(of('seed')).toMatchObject({ value: 7, origin: { kind: 'user', path: userFile } });
    expect(of('latentSize')).toMatchObject({ value: 10, origin: { kind: 'environment', variable: 'AIGC_LATENT_SIZE' } });
    expect(of('beta1')).toMatchObject({ value: 0.5, origin: { kind: 'default' } });
  });

  test('shows origins to a person', async () => {
    const { stdout } = await aigc(['config', 'train', 'gan', '--show-origin']);

    expect(stdout).toMatch(/^batchSize +4 +train\.gan\.batchSize in aigc\.config\.yaml$/m);
    expect(stdout).toMatch(/^beta1 +0\.5 +default$/m);
  });

  test('without a command names the files and what they set', async () => {
    const { stdout } = await aigc(['config'], { AIGC_WIDTH: '8' });

    expect(stdout).toContain(`project      ${join(project, 'aigc.config.yaml')}\n`);
    expect(stdout).toContain('  train.gan.seed = 7\n');
    expect(stdout).toContain('  AIGC_WIDTH = 8\n');
  });
});

describe('settings of files', () => {
  test('are what a run is trained and drawn with; the plan writes nothing, the events tell all', async () => {
    const data = ['--data', join(root, 'images'), '--out', 'run'];
    const planned = await aigc(['train', 'gan', ...data, '--dry-run', '--json']);

    expect(JSON.parse(planned.stdout)).toMatchObject({
      status: 'ok',
      result: { seed: 7, config: { batchSize: 4, latentSize: 9, imageSize: 16 }, time: { steps: 2 }, device: { name: 'cpu' } },
    });
    expect(await readdir(project)).toEqual(['aigc.config.yaml']);

    const trained = await aigc(['train', 'gan', ...data, '--batch-size', '5', '--events', 'ndjson']);
    const events = trained.stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; exit?: number });
    expect(trained.exitCode).toBe(0);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['command-start', 'run-start', 'step-end', 'checkpoint-written', 'run-end']),
    );
    expect(events.at(-1)).toMatchObject({ type: 'command-end', command: 'train gan', exit: 0 });
    expect(JSON.parse(await readFile(join(project, 'run', 'config.json'), 'utf8'))).toMatchObject({
      batchSize: 5,
      latentSize: 9,
    });

    const drawn = await aigc(['generate', 'run', '--events-file', 'events.ndjson']);
    expect(drawn.stdout.trim().split('\n')).toHaveLength(2);
    const written = (await readFile(join(project, 'events.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(written.map((line) => (JSON.parse(line) as { type: string }).type)).toContain('artifact-written');
  });

  test('with a mistake stop a command with file, place and nearest name', async () => {
    const folder = join(root, 'mistake');
    await mkdir(folder);
    await writeFile(join(folder, 'aigc.config.yaml'), 'train: {gan: {batchsize: 4}}');

    const { stderr, exitCode } = await runAigc(['train', 'gan', '--data', join(root, 'images')], { cwd: folder });

    expect(stderr).toBe(
      `error[E-CONFIG-013]: unknown setting "train.gan.batchsize"\n  --> ${join(folder, 'aigc.config.yaml')}\nhelp: did you mean "train.gan.batchSize"?\n`,
    );
    expect(exitCode).toBe(2);
  });
});

describe('aigc schema', () => {
  test('describes the settings of every family, with ranges', async () => {
    const { stdout } = await aigc(['schema', '--json']);

    const schema = (JSON.parse(stdout) as { result: { properties: { train: { properties: Record<string, object> } } } }).result;
    const { properties } = schema.properties.train;
    expect(properties.gan).toMatchObject({
      additionalProperties: false,
      properties: {
        batchSize: { type: 'integer', minimum: expect.any(Number) },
        device: { enum: expect.arrayContaining(['cpu']) },
        crops: { type: 'boolean' },
        classes: { type: 'array' },
      },
    });
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(['vae', 'diffusion', 'text']));
  });

  test('of one family leaves the others out, and knows them by name', async () => {
    const one = JSON.parse((await aigc(['schema', 'vae'])).stdout) as { properties: Record<string, { properties: object }> };
    const wrong = await aigc(['schema', 'vea']);

    expect(Object.keys(one.properties.train?.properties ?? {})).not.toContain('gan');
    expect(wrong.stderr).toContain('help: did you mean vae?\n');
    expect(wrong.exitCode).toBe(2);
  });
});
