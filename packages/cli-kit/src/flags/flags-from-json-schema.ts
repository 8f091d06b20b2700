import { Flags, type Interfaces } from '@oclif/core';
import { withFacts } from '../settings/setting-facts.js';
import { numberFlag } from './number-flag.js';
import { type NumberRange, rangeText } from './parse-number.js';
import { parseJsonList, parseList, parseObject } from './parse-structured.js';

/** The part of a JSON schema that flags are made from; `z.toJSONSchema(schema, { io: 'input' })` gives one. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: { readonly [name: string]: unknown };
  readonly [keyword: string]: unknown;
}

/** How flags are named outside the command line. */
export interface SchemaFlagOptions {
  /** Start of their environment variables. @default 'AIGC_' */
  readonly envPrefix?: string;
  /** Heading in the help. @default 'MODEL' */
  readonly helpGroup?: string;
}

/** What stands in a schema for one setting. */
interface Property {
  readonly type?: string;
  readonly description?: string;
  /** `path`: the text names a file, which no configuration file may choose. */
  readonly format?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Property[];
  readonly items?: Property;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** A flag made from one setting. */
export type SettingFlag =
  | Interfaces.OptionFlag<number | undefined>
  | Interfaces.OptionFlag<string | undefined>
  | Interfaces.OptionFlag<readonly unknown[] | undefined>
  | Interfaces.OptionFlag<object | undefined>
  | Interfaces.BooleanFlag<boolean | undefined>;

/**
 * One flag for each setting in a schema: `batchSize` becomes `--batch-size` and `AIGC_BATCH_SIZE`. Lists are given with commas,
 * objects and lists of lists as JSON.
 *
 * Defaults are shown in the help and left unset, so that a configuration file can stand between flag and default.
 */
export function flagsFromJsonSchema(schema: JsonSchema, options: SchemaFlagOptions = {}): { [flag: string]: SettingFlag } {
  const flags: { [flag: string]: SettingFlag } = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const flag = settingFlag(property as Property, {
      env: `${options.envPrefix ?? 'AIGC_'}${flagName(name).replaceAll('-', '_').toUpperCase()}`,
      helpGroup: options.helpGroup ?? 'MODEL',
    });
    if (flag !== undefined) flags[flagName(name)] = withFacts(flag, { schema: property as JsonSchema });
  }
  return flags;
}

/** The settings that were given as flags or environment variables, under their names in the schema; nothing else. */
export function settingsFromFlags(flags: { readonly [flag: string]: unknown }, schema: JsonSchema): { [name: string]: unknown } {
  const given = Object.keys(schema.properties ?? {}).filter((name) => flags[flagName(name)] !== undefined);
  return Object.fromEntries(given.map((name) => [name, flags[flagName(name)]]));
}

/** `batchSize` -> `batch-size`. */
export function flagName(setting: string): string {
  return setting.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

function settingFlag(property: Property, names: { env: string; helpGroup: string }): SettingFlag | undefined {
  const description = describe(property);
  const choices = choicesOf(property);
  if (choices?.every((choice) => typeof choice === 'number')) {
    const parse = async (text: string): Promise<number> => Number(text);
    return Flags.custom<number>({ parse, options: choices.map(String) })({ ...names, description });
  }
  if (choices !== undefined) return Flags.string({ ...names, description, options: choices.map(String) });
  if (property.type === 'integer' || property.type === 'number') {
    return numberFlag(rangeOf(property), { ...names, description });
  }
  if (property.type === 'boolean') return Flags.boolean<boolean | undefined>({ ...names, description, allowNo: true });
  if (property.type === 'array' && property.items?.type === 'array') {
    const parse = async (text: string): Promise<readonly unknown[]> => parseJsonList(text);
    return Flags.custom<readonly unknown[]>({ parse, helpValue: 'JSON' })({ ...names, description });
  }
  if (property.type === 'array') {
    const areNumbers = property.items?.type === 'integer' || property.items?.type === 'number';
    const parse = async (text: string): Promise<readonly unknown[]> => parseList(text, areNumbers);
    return Flags.custom<readonly unknown[]>({ parse, helpValue: 'A,B,...' })({ ...names, description });
  }
  if (property.type === 'object') {
    return Flags.custom<object>({ parse: async (text) => parseObject(text), helpValue: 'JSON' })({ ...names, description });
  }
  const place = property.format === 'path' ? { helpValue: 'FILE' } : {};
  return property.type === 'string' ? Flags.string({ ...names, ...place, description }) : undefined;
}

/** The values of an enumeration or of a union of single values. */
function choicesOf(property: Property): readonly unknown[] | undefined {
  if (property.enum !== undefined) return property.enum;
  return property.anyOf?.every((option) => option.const !== undefined) === true
    ? property.anyOf.map((option) => option.const)
    : undefined;
}

function describe(property: Property): string {
  const range = rangeText(rangeOf(property));
  const meaning = property.description ?? '';
  const parts = [meaning.charAt(0).toUpperCase() + meaning.slice(1), range === '' ? '' : `(${range})`];
  if (property.default !== undefined) {
    const shown = typeof property.default === 'object' ? JSON.stringify(property.default) : String(property.default);
    parts.push(`[default: ${shown}]`);
  }
  return parts.filter((part) => part !== '').join(' ');
}

function rangeOf(property: Property): NumberRange {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = property;
  return {
    isInteger: property.type === 'integer',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(exclusiveMinimum === undefined ? {} : { exclusiveMinimum }),
    ...(exclusiveMaximum === undefined ? {} : { exclusiveMaximum }),
  };
}
