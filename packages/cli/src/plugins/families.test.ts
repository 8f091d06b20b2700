import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Interfaces } from '@oclif/core';
import { installedFamilies, loadModel } from './families.js';

/** A host with one plugin on disk: its package.json says `facts`, its module is `code`. */
async function hostWith(facts: object, code: string): Promise<Interfaces.Config> {
  const root = await mkdtemp(join(tmpdir(), 'aigc-'));
  const pjson = { name: 'aigc-plugin-sample', type: 'module', exports: './index.js', aigc: facts };
  await writeFile(join(root, 'package.json'), JSON.stringify(pjson));
  await writeFile(join(root, 'index.js'), code);
  const plugin = { name: pjson.name, root, pjson } as unknown as Interfaces.Plugin;
  return { plugins: new Map([[pjson.name, plugin]]) } as unknown as Interfaces.Config;
}

const GOOD = { apiVersion: 1, families: ['gan'] };
const GOOD_CODE = `export const plugin = { apiVersion: 1, name: 's', families: [{ family: 'gan', models: [{ name: 'dcgan' }] }] };`;

describe('loadModel', () => {
  test('finds the model of a family', async () => {
    expect(await loadModel(await hostWith(GOOD, GOOD_CODE), 'gan', 'dcgan')).toEqual({ name: 'dcgan' });
  });

  const refused = [
    { what: 'a family nobody has', family: 'gna', errorCode: 'E-PLUGIN-001', hint: 'did you mean gan?' },
    {
      what: 'another API version in package.json, without importing it',
      facts: { ...GOOD, apiVersion: 2 },
      code: 'throw new Error("it was imported")',
      errorCode: 'E-PLUGIN-002',
      hint: 'matches',
    },
    {
      what: 'another API version in the code',
      code: GOOD_CODE.replace('apiVersion: 1', 'apiVersion: 9'),
      errorCode: 'E-PLUGIN-002',
      hint: 'matches',
    },
    { what: 'a plugin that throws on import', code: 'throw new Error("no GPU")', errorCode: 'E-PLUGIN-004', hint: 'install' },
    {
      what: 'a model it does not have',
      code: GOOD_CODE.replace('dcgan', 'stylegan'),
      errorCode: 'E-PLUGIN-005',
      hint: 'stylegan',
    },
  ];

  test.each(refused)(
    'refuses $what with exit 40',
    async ({ facts = GOOD, code = GOOD_CODE, family = 'gan', errorCode, hint }) => {
      const failure = loadModel(await hostWith(facts, code), family, 'dcgan');

      await expect(failure).rejects.toMatchObject({ code: errorCode, exitCode: 40, hints: [expect.stringContaining(hint)] });
    },
  );

  test('refuses a module without a plugin object', async () => {
    await expect(loadModel(await hostWith(GOOD, 'export {};'), 'gan', 'dcgan')).rejects.toMatchObject({ code: 'E-PLUGIN-003' });
  });
});

describe('installedFamilies', () => {
  test('reads package.json only', async () => {
    const families = installedFamilies(
      await hostWith({ apiVersion: 1, families: ['vae', 'gan'] }, 'throw new Error("it was imported")'),
    );

    expect(families.map(({ family }) => family)).toEqual(['gan', 'vae']);
  });
});
