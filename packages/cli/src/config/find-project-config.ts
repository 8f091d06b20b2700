import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { InvalidConfigError } from '@aigc/plugin-api';

/** A project's configuration file, parsed but not checked. */
export interface ProjectConfig {
  readonly path: string;
  readonly content: unknown;
}

const NAMES = [
  '.aigcrc',
  '.aigcrc.json',
  '.aigcrc.yaml',
  '.aigcrc.yml',
  'aigc.config.json',
  'aigc.config.yaml',
  'aigc.config.yml',
];
const CODE_NAMES = ['js', 'mjs', 'cjs', 'ts'].map((extension) => `aigc.config.${extension}`);
/** No hand-written settings come near this; it bounds what a hostile file can cost. */
const MAX_BYTES = 1 << 20;

/**
 * The nearest configuration file in `folder` or a folder above it, up to the home folder; undefined where there is none.
 *
 * Only cosmiconfig's parsers are used: its search runs a project's `.config/config.js`, and a project that was downloaded may
 * not run code by being trained in.
 *
 * @throws InvalidConfigError for a file that cannot be parsed, is too large or would have to be executed.
 */
export async function findProjectConfig(folder: string): Promise<ProjectConfig | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    for (const name of NAMES) {
      const text = await readIfThere(join(at, name));
      if (text !== undefined) return { path: join(at, name), content: await parse(join(at, name), text) };
    }
    const inPackage = await readPackageSection(join(at, 'package.json'));
    if (inPackage !== undefined) return inPackage;
    for (const name of CODE_NAMES) if ((await readIfThere(join(at, name))) !== undefined) throw codeRefused(join(at, name));
    if (at === homedir() || at === dirname(at)) return undefined;
  }
}

async function readPackageSection(path: string): Promise<ProjectConfig | undefined> {
  const text = await readIfThere(path);
  if (text === undefined || !text.includes('"aigc"')) return undefined;
  const content = await parse(path, text);
  const section = typeof content === 'object' && content !== null ? (content as { aigc?: unknown }).aigc : undefined;
  // `apiVersion` and `families` under this key are how a plugin presents itself.
  const isPlugin = typeof section === 'object' && section !== null && 'apiVersion' in section;
  return section === undefined || isPlugin ? undefined : { path, content: section };
}

async function readIfThere(path: string): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    return undefined;
  }
  if (bytes.length <= MAX_BYTES) return bytes.toString('utf8');
  throw new InvalidConfigError('E-CONFIG-012', `configuration file is larger than ${MAX_BYTES} bytes`, { path });
}

async function parse(path: string, text: string): Promise<unknown> {
  if (text.trim() === '') return {};
  const { defaultLoaders } = await import('cosmiconfig');
  try {
    // JSON is YAML too, and only this parser refuses a key given twice and says line and column of every fault.
    return await defaultLoaders['.yaml'](path, text);
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.replace(`YAML Error in ${path}:`, '').trim().split('\n')[0] : String(cause);
    throw new InvalidConfigError('E-CONFIG-010', `configuration file cannot be parsed: ${reason}`, {
      path,
      hints: [`correct it as ${extname(path) === '.json' ? 'JSON' : 'YAML'} at the line and column in brackets`],
      cause,
    });
  }
}

function codeRefused(path: string): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-011', 'a configuration file may not be a program', {
    path,
    hints: ['write the settings as aigc.config.json or aigc.config.yaml'],
  });
}
