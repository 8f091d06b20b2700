// Codes: E-CONFIG-012 too large, -016 cannot be parsed, -017 cannot be read.
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { InvalidConfigError } from '@aigc/plugin-api';

/** A configuration file, parsed but not checked. */
export interface ConfigFile {
  readonly path: string;
  readonly scope: 'project' | 'user';
  readonly content: unknown;
}

// No hand-written settings come near these; they bound what a hostile file can cost.
const MAX_BYTES = 1 << 20;
const MAX_DEPTH = 64;
const MAX_VALUES = 10_000;

/**
 * The content of a YAML or JSON file; undefined where there is no such file.
 *
 * @throws InvalidConfigError with line and column for what cannot be parsed, and for a file that is too large, also after its
 * aliases are filled in.
 */
export async function readConfigFile(path: string): Promise<{ content: unknown } | undefined> {
  const text = await readText(path);
  return text === undefined ? undefined : { content: await parseConfig(path, text) };
}

/** The text of a file; undefined where there is none. @throws InvalidConfigError as `readConfigFile` */
export async function readText(path: string): Promise<string | undefined> {
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() !== true) return undefined;
  if (facts.size > MAX_BYTES) throw tooLarge(path, `${MAX_BYTES} bytes`);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidConfigError('E-CONFIG-017', `configuration file cannot be read: ${reason}`, { path, cause });
  }
}

/** @throws InvalidConfigError as `readConfigFile` */
export async function parseConfig(path: string, text: string): Promise<unknown> {
  if (text.trim() === '') return {};
  const { defaultLoaders } = await import('cosmiconfig');
  let content: unknown;
  try {
    // JSON is YAML too, and only this parser refuses a key given twice and says line and column of every fault.
    content = await defaultLoaders['.yaml'](path, text);
  } catch (cause) {
    throw new InvalidConfigError('E-CONFIG-016', `configuration file cannot be parsed: ${parserReason(path, cause)}`, {
      path,
      hints: [`correct it as ${extname(path) === '.json' ? 'JSON' : 'YAML'} at the line and column in brackets`],
      cause,
    });
  }
  checkSize(path, content);
  return content;
}

function parserReason(path: string, cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message.replace(`YAML Error in ${path}:`, '').trim().split('\n')[0] as string;
}

// Aliases are counted as often as they are used: ten lines can stand for a billion values.
function checkSize(path: string, content: unknown): void {
  let count = 0;
  const visit = (value: unknown, depth: number): void => {
    count += 1;
    if (depth > MAX_DEPTH) throw tooLarge(path, `${MAX_DEPTH} levels`);
    if (count > MAX_VALUES) throw tooLarge(path, `${MAX_VALUES} values`);
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) visit(part, depth + 1);
  };
  visit(content, 0);
}

function tooLarge(path: string, limit: string): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-012', `configuration file holds more than ${limit}`, { path });
}
