import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPalette } from '@aigc/cli-kit';
import { describe, expect, test } from '@jest/globals';
import type { Interfaces } from '@oclif/core';
import type { CheckedHost, Finding } from './check.js';
import { checkConfiguration } from './check-configuration.js';
import { deviceFinding } from './check-devices.js';
import { folderFinding } from './check-disk.js';
import { checkFfmpeg } from './check-ffmpeg.js';
import { checkPlugins } from './check-plugins.js';
import { memoryFinding } from './check-system.js';
import { renderSection, renderVerdict } from './render-examination.js';

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'aigc-'));

/** A host with one plugin on disk. */
async function hostWith(facts: object, code: string): Promise<CheckedHost> {
  const root = await folder();
  const pjson = { name: 'aigc-plugin-sample', type: 'module', exports: './index.js', aigc: facts };
  await writeFile(join(root, 'package.json'), JSON.stringify(pjson));
  await writeFile(join(root, 'index.js'), code);
  const plugin = { name: pjson.name, root, pjson, version: '2.0.0', type: 'user', isRoot: false } as unknown as Interfaces.Plugin;
  const trainGan = { id: 'train:gan', flags: { 'batch-size': { name: 'batch-size', type: 'option' } } };
  const plugins = new Map([[pjson.name, plugin]]);
  const config = { plugins, version: '1.0.0', commands: [trainGan], configDir: root } as unknown as Interfaces.Config;
  return { config, cwd: await folder(), tempFolder: tmpdir(), env: {} };
}
const FACTS = { apiVersion: 1, families: ['gan'] };
const CODE = `export const plugin = { apiVersion: 1, name: 's', families: [] };`;

describe('checkPlugins', () => {
  test('tells version, API and families of a plugin that loads', async () => {
    const [finding] = await checkPlugins(await hostWith(FACTS, CODE));

    expect(finding).toMatchObject({ name: 'aigc-plugin-sample', status: 'ok', summary: '2.0.0, API 1, families gan' });
  });

  test.each([
    ['another API', { ...FACTS, apiVersion: 7 }, CODE, 'was built for plugin API 7, this aigc has 1'],
    ['broken code', FACTS, 'throw new Error("no libvips")', 'cannot be loaded: no libvips'],
  ])('reports %s with a remedy', async (_, facts, code, message) => {
    const [finding] = await checkPlugins(await hostWith(facts, code));

    expect(finding).toMatchObject({ status: 'problem', summary: expect.stringContaining(message) });
    expect(finding?.hints).not.toEqual([]);
  });
});

describe('checkConfiguration', () => {
  const check = async (text: string | undefined): Promise<Finding | undefined> => {
    const host = await hostWith(FACTS, CODE);
    if (text !== undefined) await writeFile(join(host.cwd, 'aigc.config.yaml'), text);
    return (await checkConfiguration(host))[0];
  };

  test('names the settings it found', async () => {
    expect(await check('train:\n  gan:\n    batchSize: 8\n')).toMatchObject({
      status: 'ok',
      facts: { settings: ['train.gan.batchSize'] },
    });
    expect(await check('train: {}')).toMatchObject({ status: 'ok', summary: expect.stringContaining('no settings') });
    expect(await check(undefined)).toMatchObject({ status: 'absent' });
  });

  test.each([
    ['train: [1', '(2:1)'],
    ['trian: {}', 'unknown setting "trian"'],
  ])('reports %j with a remedy', async (text, message) => {
    const finding = await check(text);

    expect(finding).toMatchObject({ status: 'problem', summary: expect.stringContaining(message) });
    expect(finding?.hints).toHaveLength(1);
  });
});

describe('other checks', () => {
  test('memory: the limit of a container counts, and 1 GB is the least that goes without a word', () => {
    expect(memoryFinding(16e9, 8e9, 0)).toMatchObject({ status: 'ok', summary: '16.0 GB, 8.0 GB free' });
    expect(memoryFinding(16e9, 8e9, 2 ** 63)).toMatchObject({ status: 'ok', facts: { totalBytes: 16e9 } });
    expect(memoryFinding(16e9, 8e9, 512e6)).toMatchObject({
      status: 'warning',
      summary: '512 MB (limit of this container), 512 MB free',
      hints: [expect.stringContaining('--batch-size')],
    });
  });

  test('disk: a folder that is not there is a problem, with its remedy', async () => {
    const root = await folder();

    expect(await folderFinding('temp', root, 'do this')).toMatchObject({ facts: { path: root, freeBytes: expect.any(Number) } });
    expect(await folderFinding('temp', join(root, 'no'), 'do this')).toMatchObject({
      status: 'problem',
      summary: expect.stringContaining('there is no such folder'),
      hints: ['do this'],
    });
  });

  test('ffmpeg: one that is named but is something else is a problem', async () => {
    const host = await hostWith(FACTS, CODE);

    expect(await checkFfmpeg({ ...host, env: { AIGC_FFMPEG: process.execPath } })).toMatchObject([
      {
        status: 'problem',
        summary: expect.stringContaining('the ffmpeg named in AIGC_FFMPEG cannot be used'),
        facts: { code: 'E-TOOL-002' },
      },
    ]);
  });

  test('devices: one that is not there is no problem, and keeps its hint', () => {
    const device = { name: 'webgpu', hints: ['install it'], description: 'no GPU was found', caveat: 'never tested' } as const;

    expect(deviceFinding({ ...device, status: 'missing' })).toMatchObject({
      ...{ status: 'absent', summary: 'no GPU was found', hints: ['install it'] },
    });
    expect(deviceFinding({ ...device, status: 'ready', description: 'X', gigaflops: 12 })).toMatchObject({
      ...{ status: 'ok', summary: 'X, 12 GFLOP/s (never tested)' },
    });
    expect(deviceFinding({ ...device, name: 'cpu', status: 'missing' })).toMatchObject({ status: 'problem' });
  });
});

describe('renderSection', () => {
  test('aligns names and puts remedies below', () => {
    const findings: Finding[] = [
      { name: 'cpu', status: 'ok', summary: 'fast', hints: [], facts: {} },
      { name: 'ffmpeg', status: 'problem', summary: 'not there', hints: ['install it'], facts: {} },
    ];

    expect(renderSection({ title: 'Tools', findings }, createPalette(false))).toBe(
      'Tools\n  ok       cpu     fast\n  PROBLEM  ffmpeg  not there\n                   help: install it\n',
    );
    expect([0, 1, 2].map((count) => renderVerdict(count, createPalette(false)))).toEqual([
      'everything that aigc needs works',
      '1 problem, see above',
      '2 problems, see above',
    ]);
  });
});
