// Code: E-CONFIG-011 the file is a program.
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { InvalidConfigError } from '@aigc/plugin-api';
import { type ConfigFile, parseConfig, readConfigFile, readText } from './read-config-file.js';

/** Where settings of a project stand, besides the key `aigc` of its package.json; the first that is there counts. */
export const PROJECT_FILES = [
  '.aigcrc',
  '.aigcrc.json',
  '.aigcrc.yaml',
  '.aigcrc.yml',
  'aigc.config.json',
  'aigc.config.yaml',
  'aigc.config.yml',
] as const;
const CODE_NAMES = ['js', 'mjs', 'cjs', 'ts'].map((extension) => `aigc.config.${extension}`);

/**
 * The nearest configuration file in `folder` or a folder above it, up to the home folder; undefined where there is none.
 *
 * Only cosmiconfig's parsers are used: its search runs a project's `.config/config.js`, and a project that was downloaded may
 * not run code by being trained in.
 *
 * @throws InvalidConfigError for a file that cannot be parsed, is too large or would have to be executed.
 */
export async function findProjectConfig(folder: string): Promise<ConfigFile | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    for (const name of PROJECT_FILES) {
      const path = join(at, name);
      const file = await readConfigFile(path);
      if (file !== undefined) return { path, scope: 'project', ...file };
    }
    const inPackage = await readPackageSection(join(at, 'package.json'));
    if (inPackage !== undefined) return inPackage;
    for (const name of CODE_NAMES) if (await isFile(join(at, name))) throw codeRefused(join(at, name));
    if (at === homedir() || at === dirname(at)) return undefined;
  }
}

async function readPackageSection(path: string): Promise<ConfigFile | undefined> {
  const text = await readText(path);
  if (text === undefined || !text.includes('"aigc"')) return undefined;
  const content = await parseConfig(path, text);
  const section = typeof content === 'object' && content !== null ? (content as { aigc?: unknown }).aigc : undefined;
  // `apiVersion` and `families` under this key are how a plugin presents itself.
  const isPlugin = typeof section === 'object' && section !== null && 'apiVersion' in section;
  return section === undefined || isPlugin ? undefined : { path, scope: 'project', content: section };
}

async function isFile(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => undefined);
  return facts?.isFile() === true;
}

function codeRefused(path: string): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-011', 'a configuration file may not be a program', {
    path,
    hints: ['write the settings as aigc.config.json or aigc.config.yaml'],
  });
}
