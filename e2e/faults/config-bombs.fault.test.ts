// G14: configuration files that were made to do harm.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAigc } from '../run-aigc.js';

const DEPTH = 100_000;
/** Nine lines of ten aliases each: 10^9 values once they are filled in. */
const ALIASES = ['a: &a [x,x,x,x,x,x,x,x,x,x]']
  .concat([...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[i]}`).join(',')}]`))
  .join('\n');
const ganWith = (setting: string): string => `train:\n  gan:\n    ${setting}\n`;

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function refusal(name: string, text: string) {
  const folder = await mkdtemp(join(root, 'project-'));
  await writeFile(join(folder, name), text);
  return { file: join(folder, name), ...(await runAigc(['train', 'gan', '--data', 'none', '--json'], { cwd: folder })) };
}

describe('a configuration file is refused by name', () => {
  test.each([
    ['aliases of aliases', 'aigc.config.yaml', ALIASES, 'E-CONFIG-012', /more than 10000 values/],
    ['aliases inside a setting', 'aigc.config.yaml', `${ALIASES}\n${ganWith('classes: *i')}`, 'E-CONFIG-012', /values/],
    ['brackets without end', 'aigc.config.yaml', '['.repeat(DEPTH), 'E-CONFIG-016', /nesting exceeded .* \(\d+:\d+\)/],
    [
      'deep lists',
      'aigc.config.json',
      `{"train": ${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`,
      'E-CONFIG-016',
      /nesting exceeded .* \(\d+:\d+\)/,
    ],
    [
      'deep sections',
      'aigc.config.json',
      `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
      'E-CONFIG-016',
      /nesting exceeded .* \(\d+:\d+\)/,
    ],
    ['deep blocks', 'aigc.config.yaml', deepBlocks(1000), 'E-CONFIG-016', /nesting exceeded .* \(\d+:\d+\)/],
    ['a cycle', 'aigc.config.yaml', 'train: &t\n  gan: *t\n', 'E-CONFIG-012', /more than 64 levels/],
    ['__proto__', 'aigc.config.json', '{"__proto__": {"polluted": true}}', 'E-CONFIG-013', /unknown setting "__proto__"/],
    ['__proto__ inside', 'aigc.config.yaml', ganWith('__proto__: {width: 8}'), 'E-CONFIG-013', /"train.gan.__proto__"/],
    ['constructor', 'aigc.config.json', '{"constructor": {"prototype": {"a": 1}}}', 'E-CONFIG-013', /"constructor"/],
    ['a merge of __proto__', 'aigc.config.yaml', 'train:\n  <<: {__proto__: {gan: 1}}\n', 'E-CONFIG-013', /"train.__proto__"/],
    ['a key given twice', 'aigc.config.json', '{"train": {},\n "train": {}}', 'E-CONFIG-016', /duplicated mapping key \(2:2\)/],
    ['a key given twice in YAML', 'aigc.config.yaml', 'train: {}\ntrain: {}\n', 'E-CONFIG-016', /\(2:1\)/],
    [
      'a number beyond all numbers',
      'aigc.config.json',
      '{"train": {"gan": {"learningRate": 1e400}}}',
      'E-CONFIG-015',
      /got "1e400"/,
    ],
    ['an endless number', 'aigc.config.yaml', ganWith('learningRate: .inf'), 'E-CONFIG-015', /"Infinity"/],
    ['no number', 'aigc.config.yaml', ganWith('learningRate: .nan'), 'E-CONFIG-015', /"NaN"/],
    ['a number of a million digits', 'aigc.config.yaml', ganWith(`steps: ${'9'.repeat(1e6)}`), 'E-CONFIG-015', /train.gan.steps/],
    ['a section for a number', 'aigc.config.yaml', ganWith('steps: {a: 1}'), 'E-CONFIG-015', /got a section/],
    ['a list of lists', 'aigc.config.yaml', ganWith('seed: [[1]]'), 'E-CONFIG-015', /got a list/],
    ['code in a tag', 'aigc.config.yaml', ganWith("width: !!js/function 'function () {}'"), 'E-CONFIG-016', /\(3:\d+\)/],
    ['a date', 'aigc.config.yaml', ganWith('steps: 2026-11-23'), 'E-CONFIG-015', /train.gan.steps/],
    ['binary', 'aigc.config.yaml', ganWith('steps: !!binary aGVsbG8='), 'E-CONFIG-015', /train.gan.steps/],
    ['control characters', 'aigc.config.yaml', 'train: "\u0000\u0007"', 'E-CONFIG-016', /\(1:\d+\)/],
    ['bytes that are no text', 'aigc.config.yaml', '\u0001\u0002\u0003', 'E-CONFIG-016', /cannot be parsed/],
    ['tabs', 'aigc.config.yaml', 'train:\n\tgan: {}\n', 'E-CONFIG-016', /\(2:1\)/],
    ['several documents', 'aigc.config.yaml', 'train: {}\n---\ntrain: {}\n', 'E-CONFIG-016', /cannot be parsed/],
    ['an unknown alias', 'aigc.config.yaml', 'train: *nothing\n', 'E-CONFIG-016', /\(1:\d+\)/],
    ['an output of its own', 'aigc.config.yaml', ganWith('out: /etc/aigc'), 'E-CONFIG-018', /cannot be set in a file/],
    ['a program', 'aigc.config.mjs', 'process.exit(99)', 'E-CONFIG-011', /may not be a program/],
    ['a program in TypeScript', 'aigc.config.ts', 'process.exit(99)', 'E-CONFIG-011', /may not be a program/],
    ['a plugin list', 'aigc.config.yaml', 'plugins: {install: {}}\n', 'E-CONFIG-013', /unknown setting "plugins"/],
  ])('%s', async (...given) => {
    const [, name, text, code, message] = given;
    const { file, exitCode, stdout, stderr } = await refusal(name, text);

    expect(JSON.parse(stdout)).toMatchObject({ error: { code, message: expect.stringMatching(message), path: file } });
    expect(stderr).toBe('');
    expect(exitCode).toBe(2);
  });

  test('100 MB, without being read', async () => {
    const folder = await mkdtemp(join(root, 'project-'));
    await writeFile(join(folder, 'aigc.config.yaml'), 'train: {}\n');
    await truncate(join(folder, 'aigc.config.yaml'), 100e6);

    const { stdout, exitCode } = await runAigc(['train', 'gan', '--data', 'none', '--json'], { cwd: folder });

    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'E-CONFIG-012' } });
    expect(exitCode).toBe(2);
  });

  test('nothing of it reaches other objects', async () => {
    const folder = await mkdtemp(join(root, 'project-'));
    await writeFile(join(folder, 'aigc.config.yaml'), 'train: {}\n__proto__: {polluted: true}\n');
    const program = `
      import { findProjectConfig } from '${import.meta.resolve('../../packages/cli/dist/config/find-project-config.js')}';
      await findProjectConfig(${JSON.stringify(folder)});
      process.stdout.write(String({}.polluted));`;

    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });

    expect(stdout).toBe('undefined');
  });

  test('but config names it, and help works', async () => {
    const folder = await mkdtemp(join(root, 'project-'));
    await writeFile(join(folder, 'aigc.config.yaml'), ALIASES);

    const shown = await runAigc(['config', '--json'], { cwd: folder });
    const help = await runAigc(['train', 'gan', '--help'], { cwd: folder });

    expect(JSON.parse(shown.stdout)).toMatchObject({ error: { code: 'E-CONFIG-012', path: join(folder, 'aigc.config.yaml') } });
    expect(help.exitCode).toBe(0);
  });
});

/** `a:` below `a:`, one space deeper each. */
function deepBlocks(levels: number): string {
  return Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
}
