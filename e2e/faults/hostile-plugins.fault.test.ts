// G19: plugins that mean harm, or are broken. Each is refused when it is installed, or left out when aigc starts.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { packFolder, RegistryStandIn } from '../registry-stand-in.js';
import { type Finished, runAigc } from '../run-aigc.js';

interface Plugin {
  /** Words of its one command. */
  readonly command?: string;
  readonly aliases?: readonly string[];
  readonly summary?: string;
  /** Parts of package.json, over those of a good plugin. */
  readonly packageJson?: { readonly [key: string]: unknown };
  readonly aigc?: { readonly [key: string]: unknown };
  readonly oclif?: { readonly [key: string]: unknown };
  /** Code at the top of its command. */
  readonly code?: string;
  readonly files?: { readonly [path: string]: string };
  readonly version?: string;
}

let root = '';
let home = '';
let proof = '';
let registry: RegistryStandIn;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  registry = await RegistryStandIn.start();
});
afterAll(async () => {
  await registry.stop();
  await rm(root, { recursive: true, force: true });
});
beforeEach(async () => {
  home = await mkdtemp(join(root, 'home-'));
  // Hostile code writes this file; that it is not there shows that none was run.
  proof = join(home, 'proof');
});

function aigc(...args: string[]): Promise<Finished> {
  const env = { HOME: home, AIGC_HOME: home, AIGC_NPM_REGISTRY: registry.url, npm_config_cache: join(root, 'npm-cache') };
  return runAigc(args, { env, cwd: root });
}

/** A good plugin with one command, apart from what is given. */
async function writePlugin(name: string, plugin: Plugin = {}): Promise<string> {
  const { command = `${name} hello`, aliases = [], summary = 'Say hello', code = '', version = '1.0.0' } = plugin;
  const folder = await mkdtemp(join(home, `${name}-`));
  const id = command.replaceAll(' ', ':');
  const path = `commands/${command.replaceAll(' ', '/')}.js`;
  const capabilities = { commands: [command, ...aliases.map((alias) => alias.replaceAll(':', ' '))] };
  const packageJson = {
    name,
    version,
    type: 'module',
    exports: { '.': './index.js', './package.json': './package.json' },
    aigc: { apiVersion: 1, families: [], capabilities, ...plugin.aigc },
    oclif: { commands: { strategy: 'pattern', target: './commands' }, topicSeparator: ' ', ...plugin.oclif },
    peerDependencies: { '@oclif/core': '^4.0.0' },
    ...plugin.packageJson,
  };
  const loadable = { id, aliases, hiddenAliases: [], flags: {}, args: {}, summary, relativePath: path.split('/') };
  const files: { [path: string]: string } = {
    'package.json': JSON.stringify(packageJson),
    'oclif.manifest.json': JSON.stringify({ version, commands: { [id]: { ...loadable, strict: true, isESM: true } } }),
    'index.js': 'export {};',
    [path]: `import { Command } from '@oclif/core';\n${code}\nexport default class extends Command { async run() { this.log('hello'); } }\n`,
    ...plugin.files,
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return folder;
}

const writeProof = (): string => `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(proof)}, 'run');`;

/** The lines of an allow-list for all that a plugin would bring, where it gets so far. */
async function allowLines(source: string): Promise<string> {
  const { stdout } = await aigc('plugins', 'inspect', source, '--json');
  const { result } = JSON.parse(stdout) as { result?: { allowList: string[] } };
  const path = join(home, 'allowed.txt');
  await writeFile(path, (result?.allowList ?? []).join('\n'));
  return path;
}

async function install(source: string): Promise<Finished> {
  return aigc('plugins', 'install', source, '--allow-list', await allowLines(source));
}

/** What holds whatever a plugin tries: nothing of it ran, and the commands of aigc are its own. */
async function expectHostWorks(): Promise<void> {
  const help = await aigc('help', 'exit-codes');
  expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('plugin missing, refused') });
  expect(existsSync(proof)).toBe(false);
}

async function expectRefused(source: string, code: string, what: RegExp): Promise<void> {
  const { exitCode, stderr } = await install(source);
  expect(stderr).toMatch(new RegExp(`error\\[${code}\\]`));
  expect(stderr).toMatch(what);
  expect(exitCode).toBe(40);
  expect(existsSync(join(home, 'plugins', 'plugins.json'))).toBe(false);
  await expectHostWorks();
}

test('a good plugin of this kind is installed and runs, so that the others are refused for what they do', async () => {
  const folder = await writePlugin('good');

  expect(await install(folder)).toMatchObject({ exitCode: 0 });
  expect(await aigc('good', 'hello')).toMatchObject({ exitCode: 0, stdout: 'hello\n' });
});

test('1: install scripts are shown and not run', async () => {
  const script = `node -e "require('fs').writeFileSync('${proof}', 'run')"`;
  const scripts = { preinstall: script, install: script, postinstall: script, prepare: script, prepack: script };
  const folder = await writePlugin('scripted', { packageJson: { scripts } });
  await registry.publish(folder);

  const installed = await install('scripted');

  expect(installed).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('scripts     scripted (not run)') });
  await expectHostWorks();
});

test('2: a dependency from git is refused', async () => {
  const folder = await writePlugin('with-git', { packageJson: { dependencies: { left: `git+file://${home}/left.git` } } });

  await expectRefused(await packFolder(folder), 'E-PLUGIN-011', /git/);
});

test('3: a dependency from a web address is refused', async () => {
  const left = await writePlugin('left');
  await registry.publish(left);
  const address = `${registry.url}left/-/1.0.0.tgz`;
  const folder = await writePlugin('with-url', { packageJson: { dependencies: { left: address } } });

  await expectRefused(await packFolder(folder), 'E-PLUGIN-011', /web address/);
});

test('4: an archive that was changed after it was published is refused', async () => {
  const folder = await writePlugin('changed');
  const integrity = await registry.publish(folder);
  await registry.tamper('changed', '1.0.0', await writePlugin('changed', { code: writeProof() }));
  const list = join(home, 'allowed.txt');
  await writeFile(list, `changed@1.0.0 ${integrity}`);

  const { exitCode, stderr } = await aigc('plugins', 'install', 'changed', '--allow-list', list);

  expect(stderr).toContain('error[E-PLUGIN-012]');
  expect(exitCode).toBe(40);
  await expectHostWorks();
});

describe('5: names that are taken', () => {
  const TAKEN: [string, Plugin, RegExp][] = [
    ['a command of aigc', { command: 'doctor' }, /the command doctor/],
    ['a command of a plugin of aigc', { command: 'train gan' }, /the command train gan/],
    ['a command of aigc by an alias', { aliases: ['runs:list'] }, /the command runs list/],
    ['a topic of aigc', { command: 'train' }, /the topic train/],
    ['an argument of a command of aigc', { command: 'doctor all' }, /an argument of doctor/],
    ['the commands for plugins', { command: 'plugins audit' }, /a topic of aigc/],
    ['a family of aigc', { aigc: { families: ['gan'] } }, /the family gan/],
  ];
  test.each(TAKEN)('%s', async (_, plugin, what) => {
    const declared = {
      commands: [plugin.command ?? 'shadow hello', ...(plugin.aliases ?? []).map((name) => name.replace(':', ' '))],
    };
    const folder = await writePlugin('shadow', { ...plugin, aigc: { capabilities: declared, ...plugin.aigc } });

    await expectRefused(folder, 'E-PLUGIN-016', what);
  });
});

test('6: one that throws when it is imported is refused', async () => {
  const folder = await writePlugin('thrower', { code: "throw new Error('no licence');" });

  await expectRefused(folder, 'E-PLUGIN-004', /thrower cannot be loaded: no licence/);
});

test('7: one that takes 10 s to import is refused', async () => {
  const folder = await writePlugin('slow', { code: 'const end = Date.now() + 10_000; while (Date.now() < end);' });

  await expectRefused(folder, 'E-PLUGIN-021', /slow was not loaded after \d+ s/);
});

test('8: one of another API version is refused', async () => {
  await expectRefused(await writePlugin('old', { aigc: { apiVersion: 99 } }), 'E-PLUGIN-002', /plugin API 99/);
});

test('9: one with hooks, which would run in every command, is refused', async () => {
  const folder = await writePlugin('hooked', { oclif: { hooks: { init: './hook.js' } }, files: { 'hook.js': writeProof() } });

  await expectRefused(folder, 'E-PLUGIN-015', /oclif\.hooks/);
});

test('10: one without a manifest, whose commands would have to be imported for help, is refused', async () => {
  const folder = await writePlugin('bare', { code: writeProof() });
  await rm(join(folder, 'oclif.manifest.json'));

  await expectRefused(folder, 'E-PLUGIN-013', /oclif\.manifest\.json/);
});

test('11: one with code or escape sequences in its help is refused', async () => {
  const inHelp = await writePlugin('templated', {
    summary: `<% process.getBuiltinModule('fs').writeFileSync('${proof}', '') %>`,
  });
  await expectRefused(inHelp, 'E-PLUGIN-013', /code in a help text/);

  const escaping = await writePlugin('escaping', { summary: '\u001b[2Jcleared' });
  await expectRefused(escaping, 'E-PLUGIN-013', /control characters/);
});

test('12: one that brings its own copy of what aigc has is refused', async () => {
  await registry.publish(await writePlugin('zod', { version: '4.6.7' }));
  const folder = await writePlugin('copycat', { packageJson: { dependencies: { zod: '4.6.7' }, peerDependencies: {} } });

  await expectRefused(folder, 'E-PLUGIN-018', /its own copy of zod/);
});

test('one with commands that it does not declare is refused', async () => {
  const folder = await writePlugin('quiet', { aigc: { capabilities: { commands: [] } } });

  await expectRefused(folder, 'E-PLUGIN-017', /quiet hello/);
});

test.each(['git+https://example.com/a.git', 'https://example.com/a.tgz', 'github:somebody/something', 'git@example.com:a/b.git'])(
  'the source %s is refused before anything is asked of it',
  async (source) => {
    const { exitCode, stderr } = await aigc('plugins', 'install', source);

    expect(stderr).toContain('error[E-PLUGIN-010]');
    expect(exitCode).toBe(40);
  },
);

describe('plugins that turn bad after they were installed', () => {
  const BAD: [string, string, (folder: string) => Promise<void>][] = [
    ['another API version', 'E-PLUGIN-002', (folder) => edit(join(folder, 'package.json'), '"apiVersion":1', '"apiVersion":2')],
    ['a command of aigc', 'E-PLUGIN-017', (folder) => edit(join(folder, 'oclif.manifest.json'), /good:hello/g, 'doctor')],
    ['hooks', 'E-PLUGIN-015', (folder) => edit(join(folder, 'package.json'), '"oclif":{', '"oclif":{"hooks":{"init":"./x.js"},')],
    ['a damaged manifest', 'E-PLUGIN-013', (folder) => writeFile(join(folder, 'oclif.manifest.json'), '{')],
  ];

  test.each(BAD)('%s: one line names it, and the host and the other plugins go on', async (_, code, spoil) => {
    await install(await writePlugin('good'));
    await install(await writePlugin('other'));
    await spoil(join(home, 'plugins', 'set-2', 'node_modules', 'good'));

    const other = await aigc('other', 'hello');

    expect(other).toMatchObject({ exitCode: 0, stdout: 'hello\n' });
    expect(other.stderr).toMatch(new RegExp(`^warning: left out good: .*\\(${code}\\)\\n$`));
    expect((await aigc('plugins', 'list')).stdout).toMatch(new RegExp(`^good .* ${code}$`, 'm'));
    expect(await aigc('plugins', 'remove', 'good')).toMatchObject({ exitCode: 0 });
    expect((await aigc('other', 'hello')).stderr).toBe('');
  });

  test.each([
    ['throws', "throw new Error('no licence');", 'E-PLUGIN-004'],
    ['never settles', 'await new Promise(() => {});', 'E-PLUGIN-021'],
  ])('an import that %s is named, with exit 40', async (_, code, expected) => {
    await install(await writePlugin('good'));
    const file = join(home, 'plugins', 'set-1', 'node_modules', 'good', 'commands', 'good', 'hello.js');
    await writeFile(file, `${code}\n${await readFile(file, 'utf8')}`);

    const { exitCode, stderr } = await aigc('good', 'hello');

    expect(stderr).toMatch(new RegExp(`^error\\[${expected}\\]: good `));
    expect(exitCode).toBe(40);
    await expectHostWorks();
  });

  async function edit(path: string, from: string | RegExp, to: string): Promise<void> {
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  }
});
