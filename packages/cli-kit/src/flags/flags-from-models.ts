import { withFacts } from '../settings/setting-facts.js';
import {
  flagName,
  flagsFromJsonSchema,
  type JsonSchema,
  type SchemaFlagOptions,
  type SettingFlag,
} from './flags-from-json-schema.js';

/** Schemas of a family's models by model name; the first is the default model. */
export interface ModelSchemas {
  readonly [model: string]: JsonSchema;
}

interface Property {
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly [keyword: string]: unknown;
}

/**
 * One flag for each setting of any of a family's models, as `flagsFromJsonSchema` makes them. Where models differ, the help says
 * whose default is what and which models take the flag, and the flag lets through what suits one of them: the model's schema
 * has the last word.
 */
export function flagsFromModels(schemas: ModelSchemas, options: SchemaFlagOptions = {}): { [flag: string]: SettingFlag } {
  const names = [...new Set(Object.values(schemas).flatMap((schema) => Object.keys(schema.properties ?? {})))];
  const properties = Object.fromEntries(names.map((name) => [name, mergedProperty(name, schemas)]));
  const flags = flagsFromJsonSchema({ type: 'object', properties }, options);
  for (const name of names) {
    const flag = flags[flagName(name)];
    const own = modelsWith(name, schemas).map((model) => [model, schemas[model]?.properties?.[name] as JsonSchema]);
    if (flag !== undefined) withFacts(flag, { schema: properties[name] as JsonSchema, models: Object.fromEntries(own) });
  }
  return flags;
}

/** Models that have a setting. */
export function modelsWith(setting: string, schemas: ModelSchemas): string[] {
  return Object.keys(schemas).filter((model) => schemas[model]?.properties?.[setting] !== undefined);
}

/** The setting that a flag stands for, in any of the models. */
export function settingOfFlag(flag: string, schemas: ModelSchemas): string | undefined {
  return Object.values(schemas)
    .flatMap((schema) => Object.keys(schema.properties ?? {}))
    .find((name) => flagName(name) === flag);
}

function mergedProperty(name: string, schemas: ModelSchemas): Property {
  const owners = modelsWith(name, schemas);
  const properties = owners.map((model) => schemas[model]?.properties?.[name] as Property);
  const [first = {}] = properties;
  const description =
    new Set(properties.map((property) => property.description)).size > 1
      ? joined(owners, properties, 'description')
      : first.description;
  const isShared = owners.length === Object.keys(schemas).length;
  return {
    ...first,
    ...widest(properties),
    ...(description === undefined ? {} : { description: `${description}${isShared ? '' : ` (${owners.join(', ')})`}` }),
    ...(first.default === undefined ? {} : { default: joined(owners, properties, 'default') }),
  };
}

/** The value of a keyword; where models differ, each value with its models. */
function joined(owners: readonly string[], properties: readonly Property[], keyword: string): string {
  const models = new Map<string, string[]>();
  properties.forEach((property, i) => {
    const value = String(property[keyword] ?? 'none');
    models.set(value, [...(models.get(value) ?? []), owners[i] as string]);
  });
  if (models.size === 1) return [...models.keys()][0] as string;
  return [...models].map(([value, names]) => `${value} (${names.join(', ')})`).join(', ');
}

function widest(properties: readonly Property[]): { minimum?: number; maximum?: number } {
  const bounds = (keyword: 'minimum' | 'maximum', pick: (...values: number[]) => number) => {
    const values = properties.map((property) => property[keyword]);
    return values.every((value) => value !== undefined) ? { [keyword]: pick(...values) } : {};
  };
  return { ...bounds('minimum', Math.min), ...bounds('maximum', Math.max) };
}
