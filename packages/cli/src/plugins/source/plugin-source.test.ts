import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pluginSource } from './plugin-source.js';

describe('pluginSource', () => {
  test.each([
    ['aigc-plugin-a', 'aigc-plugin-a', 'aigc-plugin-a'],
    ['@studio/a', '@studio/a', '@studio/a'],
    ['@studio/a@1.2.3', '@studio/a', '@studio/a@1.2.3'],
    ['a@^1', 'a', 'a@^1'],
    ['a@next', 'a', 'a@next'],
  ])('takes %s for a name of a registry', async (text, name, spec) => {
    expect(await pluginSource(text, tmpdir())).toEqual({ kind: 'registry', name, spec });
  });

  test('takes folders and archives that are there', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'aigc-'));
    await writeFile(join(cwd, 'a.tgz'), '');

    expect(await pluginSource('a.tgz', cwd)).toEqual({ kind: 'archive', path: join(cwd, 'a.tgz') });
    expect(await pluginSource('.', cwd)).toEqual({ kind: 'folder', path: cwd });
  });

  test.each([
    'git+ssh://git@x/y',
    'https://x/y.tgz',
    'file:x.tgz',
    'npm:a@1',
    'a/b',
    'UPPER',
    './not-there',
    '../no.tgz',
    'a@b@c',
    '',
  ])('refuses %j', async (text) => {
    await expect(pluginSource(text, tmpdir())).rejects.toMatchObject({ code: 'E-PLUGIN-010', exitCode: 40 });
  });
});
