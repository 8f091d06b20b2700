import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findProjectConfig } from './find-project-config.js';
import { findUserConfig } from './find-user-config.js';

async function project(files: { readonly [path: string]: string }): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'aigc-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

const SECTION = { train: { gan: { batchSize: 16 } } };

describe('findProjectConfig', () => {
  test.each([
    ['aigc.config.json', JSON.stringify(SECTION)],
    ['aigc.config.yaml', 'train:\n  gan:\n    batchSize: 16\n'],
    ['.aigcrc', '{"train": {"gan": {"batchSize": 16}}}'],
    ['package.json', JSON.stringify({ name: 'x', aigc: SECTION })],
  ])('reads %s', async (name, text) => {
    const root = await project({ [name]: text });

    expect(await findProjectConfig(root)).toEqual({ path: join(root, name), scope: 'project', content: SECTION });
  });

  test('looks in the folders above', async () => {
    const root = await project({ 'aigc.config.json': JSON.stringify(SECTION), 'a/b/c.txt': '' });

    expect((await findProjectConfig(join(root, 'a/b')))?.path).toBe(join(root, 'aigc.config.json'));
  });

  test("does not take a plugin's own package.json for settings", async () => {
    const root = await project({ 'package.json': '{"aigc": {"apiVersion": 1, "families": []}}' });

    expect(await findProjectConfig(root)).toBeUndefined();
  });

  test.each([
    ['aigc.config.yaml', 'train:\n  gan: [1, 2\n', '(3:1)'],
    ['aigc.config.json', '{"train": {\n', '(2:1)'],
    ['aigc.config.json', '{"train": {},\n "train": {}}', 'duplicated mapping key (2:2)'],
  ])('says where %s cannot be parsed', async (name, text, place) => {
    const root = await project({ [name]: text });

    await expect(findProjectConfig(root)).rejects.toMatchObject({
      code: 'E-CONFIG-016',
      path: join(root, name),
      message: expect.stringContaining(place),
    });
  });

  test('refuses a program', async () => {
    const root = await project({ 'aigc.config.mjs': 'throw new Error("it ran")' });

    await expect(findProjectConfig(root)).rejects.toMatchObject({ code: 'E-CONFIG-011', exitCode: 2 });
  });

  test("does not run a project's .config/config.js, which cosmiconfig's own search does", async () => {
    const root = await project({
      'aigc.config.json': JSON.stringify(SECTION),
      '.config/config.js': 'globalThis.aigcTestRan = true; module.exports = {};',
    });

    await findProjectConfig(root);

    expect(globalThis).not.toHaveProperty('aigcTestRan');
  });

  test('refuses a file of a size that no settings have', async () => {
    const root = await project({ 'aigc.config.yaml': `# ${'x'.repeat(1 << 20)}\n` });

    await expect(findProjectConfig(root)).rejects.toMatchObject({ code: 'E-CONFIG-012' });
  });
});

describe('findUserConfig', () => {
  test.each([
    ['config.yaml', 'train: {gan: {batchSize: 16}}'],
    ['config.json', JSON.stringify(SECTION)],
  ])('reads %s', async (name, text) => {
    const folder = await project({ [name]: text });

    expect(await findUserConfig(folder)).toEqual({ path: join(folder, name), scope: 'user', content: SECTION });
  });

  test('there need not be one', async () => {
    expect(await findUserConfig(join(await project({}), 'nowhere'))).toBeUndefined();
  });
});
