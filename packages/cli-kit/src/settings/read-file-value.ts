// Code: E-CONFIG-015 a value that the setting does not take.
import { AigcError, InvalidConfigError } from '@aigc/plugin-api';
import type { Interfaces } from '@oclif/core';
import type { FileSetting } from './file-settings.js';
import { factsOf } from './setting-facts.js';

/** A flag as oclif parses it. */
export type AnyFlag = Interfaces.BooleanFlag<unknown> | Interfaces.OptionFlag<unknown>;

/**
 * A value of a configuration file as the flag of that name would give it; lists and numbers need no quotes.
 *
 * @throws InvalidConfigError E-CONFIG-015 that names the file and the setting.
 */
export async function readFileValue(flag: AnyFlag, { value, at }: FileSetting, path: string): Promise<unknown> {
  try {
    return await parsed(flag, value);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const hints = AigcError.isInstance(error) ? error.hints : [];
    const reason = (error.message.split('\n')[0] as string).trim();
    throw new InvalidConfigError('E-CONFIG-015', `${at}: ${reason}`, { path, hints, cause: error });
  }
}

async function parsed(flag: AnyFlag, value: unknown): Promise<unknown> {
  if (value === null || value === undefined) {
    throw new InvalidConfigError('E-CONFIG-015', 'expected a value, got nothing', {
      hints: ['leave the setting out, or quote a text that begins with #'],
    });
  }
  if (flag.type === 'boolean') {
    if (typeof value === 'boolean') return value;
    throw new Error(`expected true or false, got ${quoted(value)}`);
  }
  const kind = factsOf(flag)?.schema.type;
  // the model's schema checks what is inside
  if ((kind === 'array' && Array.isArray(value)) || (kind === 'object' && isMapping(value))) return value;
  if (flag.multiple === true) return Promise.all([value].flat().map((one) => fromText(flag, one)));
  return fromText(flag, Array.isArray(value) ? value.map((one) => text(one)).join(',') : value);
}

async function fromText(flag: Interfaces.OptionFlag<unknown>, value: unknown): Promise<unknown> {
  const given = text(value);
  if (flag.options !== undefined && !flag.options.includes(given)) {
    throw new Error(`expected one of ${flag.options.join(', ')}, got ${quoted(given)}`);
  }
  // what parsers of this tool take is the text alone
  return flag.parse(given, {} as never, flag as never);
}

function text(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`expected one value, got ${quoted(value)}`);
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(value: unknown): string {
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a section';
  return `"${String(value)}"`;
}
