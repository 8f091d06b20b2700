import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidConfigError } from '@aigc/plugin-api';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkNewRunDir, defaultRunDir, makeRunDir, type RunFiles, readRunFiles, writeRunFiles } from './run-files.js';

const FILES: RunFiles = {
  info: {
    run: 1,
    family: 'gan',
    model: 'dcgan',
    seed: 0,
    createdAt: '2026-01-02T03:04:05.000Z',
    aigcVersion: '0.1.0',
    environment: { node: 'v20', platform: 'linux x64', device: 'cpu' },
    habits: { validateEvery: 250, onDivergence: 'stop', freeze: [] },
  },
  config: { imageSize: 8 },
  data: { data: 1, kind: 'images', path: '/data', settings: {}, hash: 'ab', reading: { size: 8 }, files: [], skipped: [] },
};

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('defaultRunDir', () => {
  test('names a run by family and local time', () => {
    expect(defaultRunDir('gan', new Date(2026, 0, 2, 3, 4, 5))).toBe(join('runs', 'gan-20260102-030405'));
  });
});

describe('checkNewRunDir', () => {
  test('accepts a folder that is missing or empty', async () => {
    const path = join(dir, 'a', 'b');

    await checkNewRunDir(path);
    await makeRunDir(path);
    await checkNewRunDir(path);
  });

  test('asks for --resume where a run is', async () => {
    await writeRunFiles(dir, FILES);

    await expect(checkNewRunDir(dir)).rejects.toThrow(InvalidConfigError);
    await expect(checkNewRunDir(dir)).rejects.toMatchObject({
      code: 'E-CONFIG-104',
      exitCode: 2,
      message: `${dir} is a run already`,
      hints: ['pass --resume to train it further, or choose another folder with --out'],
    });
  });

  test('refuses a folder with other files, and a file', async () => {
    const file = join(dir, 'precious.txt');
    await writeFile(file, '');

    await expect(checkNewRunDir(dir)).rejects.toMatchObject({
      code: 'E-CONFIG-105',
      message: `${dir} is not empty and not a run`,
    });
    await expect(checkNewRunDir(file)).rejects.toMatchObject({
      code: 'E-CONFIG-105',
      message: `${file} is a file, not a folder`,
    });
  });
});

describe('makeRunDir', () => {
  test('fails with exit 20 where a part of the path is a file', async () => {
    await writeFile(join(dir, 'file'), '');

    await expect(makeRunDir(join(dir, 'file', 'run'))).rejects.toMatchObject({ code: 'E-IO-005', exitCode: 20 });
  });
});

describe('readRunFiles', () => {
  test('reads what writeRunFiles wrote', async () => {
    await writeRunFiles(dir, FILES);

    expect(await readRunFiles(dir)).toEqual(FILES);
  });

  test('says that a folder is no run', async () => {
    await expect(readRunFiles(dir)).rejects.toMatchObject({
      code: 'E-CONFIG-103',
      exitCode: 2,
      message: `${dir} is not a run: it has no readable run.json`,
      path: dir,
    });
  });

  test.each([
    ['run.json', '{', /^the run file is damaged: /],
    ['run.json', '{"run":1}', /fields are missing/],
    ['data.json', '{}', /fields are missing/],
    ['config.json', '3', /it is not a JSON object/],
  ])('says that %s with %s is damaged', async (name, text, message) => {
    await writeRunFiles(dir, FILES);
    await writeFile(join(dir, name), text);

    await expect(readRunFiles(dir)).rejects.toMatchObject({
      code: 'E-CONFIG-106',
      path: join(dir, name),
      message: expect.stringMatching(message),
    });
  });

  test('cannot write where a folder has the name of a run file', async () => {
    await mkdir(join(dir, 'run.json'));

    await expect(writeRunFiles(dir, FILES)).rejects.toMatchObject({ exitCode: 20 });
  });
});
