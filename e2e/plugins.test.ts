import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { packFolder, RegistryStandIn } from './registry-stand-in.js';
import { type Finished, runAigc } from './run-aigc.js';

const ROOT = join(import.meta.dirname, '..');
const NAME = 'aigc-plugin-noise';

let root = '';
let noise = '';
let home = '';
let integrity = '';
let registry: RegistryStandIn;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  noise = join(root, 'noise');
  const source = join(ROOT, 'examples', 'plugin-noise');
  await cp(source, noise, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  registry = await RegistryStandIn.start();
  home = join(root, 'builder');
  const built = await aigc('plugins', 'build', noise);
  if (built.exitCode !== 0) throw new Error(built.stderr);
  integrity = await registry.publish(noise);
});
afterAll(async () => {
  await registry.stop();
  await rm(root, { recursive: true, force: true });
});
beforeEach(async () => {
  home = await mkdtemp(join(root, 'home-'));
});

/** Runs the real command in a home of its own, with the stand-in for a registry. */
function aigc(...args: string[]): Promise<Finished> {
  const env = { HOME: home, AIGC_HOME: home, AIGC_NPM_REGISTRY: registry.url, npm_config_cache: join(root, 'npm-cache') };
  return runAigc(args, { env, cwd: root });
}

async function allowList(...lines: string[]): Promise<string> {
  const path = join(home, 'allowed.txt');
  await writeFile(path, `# reviewed by the studio\n${lines.join('\n')}\n`);
  return path;
}

/** Installs the example from the registry. */
async function installNoise(): Promise<void> {
  const installed = await aigc(
    'plugins',
    'install',
    `${NAME}@0.1.0`,
    '--allow-list',
    await allowList(`${NAME}@0.1.0 ${integrity}`),
  );
  expect(installed).toMatchObject({ exitCode: 0, stdout: `installed ${NAME} 0.1.0\n` });
}

/** The tests of a plugin's folder, run as its author runs them. */
function runTests(folder: string): { status: number | null; output: string } {
  const args = ['--experimental-vm-modules', '--no-warnings', join(folder, 'node_modules/jest/bin/jest.js')];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, output: stderr };
}

describe('a plugin of somebody else', () => {
  test('builds to a manifest in one order, so that it packs to one hash', async () => {
    const manifest = JSON.parse(await readFile(join(noise, 'oclif.manifest.json'), 'utf8'));

    expect(Object.keys(manifest.commands)).toEqual(['generate:noise', 'train:noise']);
  });

  test('keeps the model contract', () => {
    const { status, output } = runTests(noise);

    expect(output).toMatch(/Tests: +10 passed, 10 total/);
    expect(status).toBe(0);
  });

  test('is installed from a registry, trains, draws, and is removed', async () => {
    await writeTinyImages(join(root, 'data'), 12, { size: 16 });
    const run = join(home, 'run');
    await installNoise();

    const help = await aigc('train', 'noise', '--help');
    const trained = await aigc('train', 'noise', '--data', 'data', '--out', run, '--steps', '3', '--image-size', '16');
    const drawn = await aigc('generate', 'noise', run, '--seeds', '0-1', '--temperature', '0.5');
    const forwarded = await aigc('generate', run, '--seeds', '2');

    expect(help.stdout).toContain('--image-size');
    expect(trained).toMatchObject({ exitCode: 0 });
    expect(drawn).toMatchObject({ exitCode: 0 });
    expect(forwarded).toMatchObject({ exitCode: 0 });
    expect((await readdir(join(run, 'generated'))).filter((name) => name.startsWith('seed'))).toHaveLength(3);

    const doctor = await aigc('doctor', '--json');
    expect(doctor.stdout).toContain(`"${NAME}"`);

    expect(await aigc('plugins', 'remove', NAME)).toMatchObject({ exitCode: 0, stdout: `removed ${NAME}\n`, stderr: '' });
    expect(await aigc('train', 'noise', '--data', 'data')).toMatchObject({ exitCode: 127 });
    const undrawn = await aigc('generate', run);
    expect(undrawn).toMatchObject({ exitCode: 40, stderr: expect.stringContaining('E-PLUGIN-001') });
  });

  test('shows who made it, how old, how large and what it declares, before it is installed', async () => {
    const { exitCode, stdout } = await aigc('plugins', 'inspect', NAME, '--json');

    expect(exitCode).toBe(0);
    const { result } = JSON.parse(stdout);
    expect(result).toMatchObject({
      isInstalled: false,
      allowList: [`${NAME}@0.1.0 ${integrity}`],
      nativeCode: [],
      installScripts: [],
    });
    expect(result.plugins[0]).toMatchObject({
      publisher: expect.stringContaining('maker'),
      ageDays: 30,
      integrity,
      families: ['noise'],
      capabilities: { commands: ['train noise', 'generate noise'], network: [], childProcesses: [] },
    });
    expect(existsSync(join(home, 'plugins', 'plugins.json'))).toBe(false);
  });

  test('is not run for help, and costs no heavy package', async () => {
    await installNoise();
    const env = { HOME: home, AIGC_HOME: home, NODE_DEBUG: 'esm,module' };

    const { stdout, stderr } = await runAigc(['train', '--help'], { env });

    expect(stdout).toContain('noise');
    expect(stderr).not.toMatch(/aigc-plugin-noise\/src|node_modules\/(zod|@tensorflow)\//);
  });

  test('installs from a folder and from an archive', async () => {
    const archive = await packFolder(noise);
    for (const source of [noise, archive]) {
      const list = await allowList(`${NAME}@0.1.0 ${integrity}`);
      expect(await aigc('plugins', 'install', source, '--allow-list', list)).toMatchObject({ exitCode: 0 });
    }
    const { stdout } = await aigc('plugins', 'list', '--json');

    expect(JSON.parse(stdout).result.plugins).toEqual([
      { name: NAME, version: '0.1.0', families: ['noise'], commands: ['generate noise', 'train noise'], problem: null },
    ]);
  });
});

describe('a machine without a person', () => {
  test.each([[[]], [['--yes']]])('installs nothing without an allow-list (%j)', async (flags) => {
    const { exitCode, stdout, stderr } = await aigc('plugins', 'install', NAME, ...flags);

    expect(exitCode).toBe(40);
    expect(stdout).toBe('');
    expect(stderr).toContain('error[E-PLUGIN-019]');
    expect(await readdir(join(home, 'plugins'))).toEqual([]);
  });

  test.each([
    ['another version', `${NAME}@0.2.0`],
    ['another name', 'aigc-plugin-noises@0.1.0'],
  ])('installs nothing that the list names with %s', async (_, entry) => {
    const { exitCode, stderr } = await aigc('plugins', 'install', NAME, '--allow-list', await allowList(`${entry} ${integrity}`));

    expect({ exitCode, stderr }).toEqual({ exitCode: 40, stderr: expect.stringContaining('E-PLUGIN-019') });
  });

  test('installs nothing that the list names with another hash', async () => {
    const other = `sha512-${Buffer.alloc(64).toString('base64')}`;
    const refused = await aigc('plugins', 'install', NAME, '--allow-list', await allowList(`${NAME}@0.1.0 ${other}`));

    expect(refused).toMatchObject({ exitCode: 40, stderr: expect.stringContaining(`${NAME}@0.1.0 ${integrity}`) });
  });
});

describe('a lock file', () => {
  test('makes the same set on another machine, and no other', async () => {
    await installNoise();
    const lock = join(root, 'plugins.lock.json');
    expect(await aigc('plugins', 'lock', '--out', lock)).toMatchObject({ exitCode: 0 });
    const before = JSON.parse((await aigc('plugins', 'list', '--json')).stdout).result;

    home = await mkdtemp(join(root, 'other-'));
    const list = await allowList(`${NAME}@0.1.0 ${integrity}`);
    const installed = await aigc('plugins', 'install', '--lock', lock, '--allow-list', list);
    expect(installed).toMatchObject({ exitCode: 0 });
    expect(JSON.parse((await aigc('plugins', 'list', '--json')).stdout).result).toEqual(before);

    const other = `sha512-${Buffer.alloc(64).toString('base64')}`;
    await writeFile(lock, (await readFile(lock, 'utf8')).replaceAll(integrity, other));
    home = await mkdtemp(join(root, 'third-'));
    const refused = await aigc('plugins', 'install', '--lock', lock, '--allow-list', await allowList(`${NAME}@0.1.0 ${other}`));
    expect(refused).toMatchObject({ exitCode: 40, stderr: expect.stringContaining('error[E-PLUGIN-012]') });
  });

  test('carries plugins that no registry has', async () => {
    const archive = await packFolder(noise);
    const list = await allowList(`${NAME}@0.1.0 ${integrity}`);
    await aigc('plugins', 'install', archive, '--allow-list', list);
    const lock = join(root, 'files.lock.json');
    await aigc('plugins', 'lock', '--out', lock);
    await rm(archive);

    home = await mkdtemp(join(root, 'other-'));
    expect(await aigc('plugins', 'install', '--lock', lock, '--allow-list', list)).toMatchObject({ exitCode: 0 });
    expect((await aigc('plugins', 'list')).stdout).toContain(NAME);
  });
});

describe('versions', () => {
  test('younger than a week are refused, and installed when asked for', async () => {
    const young = join(root, 'young');
    await cp(noise, young, { recursive: true, verbatimSymlinks: true });
    await setVersion(young, '0.2.0');
    const newIntegrity = await registry.publish(young, { days: 2 });
    await installNoise();

    const refused = await aigc('plugins', 'update', NAME);
    expect(refused).toMatchObject({ exitCode: 40, stderr: expect.stringContaining('published 2 days ago') });

    const list = await allowList(`${NAME}@0.2.0 ${newIntegrity}`);
    const updated = await aigc('plugins', 'update', '--allow-new', '--allow-list', list);
    expect(updated).toMatchObject({ exitCode: 0, stdout: `updated ${NAME} 0.1.0 to 0.2.0\n` });
    expect(await aigc('plugins', 'update')).toMatchObject({
      exitCode: 0,
      stdout: 'every plugin from a registry is the newest\n',
    });
  });

  async function setVersion(folder: string, version: string): Promise<void> {
    for (const file of ['package.json', 'oclif.manifest.json']) {
      const text = await readFile(join(folder, file), 'utf8');
      await writeFile(join(folder, file), text.replace('"version": "0.1.0"', `"version": "${version}"`));
    }
  }
});

describe('aigc plugins create', () => {
  test('writes a plugin that builds, type-checks and keeps the contract', async () => {
    const folder = join(home, 'mosaic');

    const created = await aigc('plugins', 'create', '@studio/aigc-plugin-mosaic', '--out', folder);
    const built = await aigc('plugins', 'build', folder);
    const { status, output } = runTests(folder);
    const checked = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      encoding: 'utf8',
    });

    expect(created).toMatchObject({ exitCode: 0 });
    expect(built).toMatchObject({ exitCode: 0, stdout: '@studio/aigc-plugin-mosaic 0.1.0: generate mosaic, train mosaic\n' });
    expect(output).toMatch(/Tests: +10 passed, 10 total/);
    expect(status).toBe(0);
    expect(checked.stdout).toBe('');
  });

  test('writes into no folder that has files', async () => {
    await writeFile(join(home, 'mine.txt'), 'mine');

    const refused = await aigc('plugins', 'create', 'aigc-plugin-mosaic', '--out', home);

    expect(refused).toMatchObject({ exitCode: 40, stderr: expect.stringContaining('E-PLUGIN-027') });
    expect(await readdir(home)).toEqual(['mine.txt']);
  });
});

test('a damaged list of plugins is told in one line, and the host goes on', async () => {
  await installNoise();
  await writeFile(join(home, 'plugins', 'plugins.json'), '{ "formatVersion": 1');

  const { exitCode, stdout, stderr } = await aigc('help', 'exit-codes');

  expect(exitCode).toBe(0);
  expect(stdout).toContain('plugin missing, refused');
  expect(stderr).toBe('warning: left out all plugins: the list of installed plugins cannot be read (E-PLUGIN-023)\n');
});
