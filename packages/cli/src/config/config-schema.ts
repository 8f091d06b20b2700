import { type AnyFlag, factsOf, isSettable, type JsonSchema, settingName } from '@aigc/cli-kit';

/** A command and its flags. */
export interface FlaggedCommand {
  /** `train:gan`. */
  readonly id: string;
  readonly flags: { readonly [name: string]: AnyFlag };
}

type Properties = { [name: string]: JsonSchema };

// the draft that editors know best
const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** A JSON schema of the configuration file, with a section for each of these commands. */
export function configSchema(commands: readonly FlaggedCommand[]): JsonSchema {
  const { properties, ...root } = sectionSchema('', commands);
  return {
    $schema: DRAFT,
    title: 'aigc configuration',
    ...root,
    properties: { $schema: { type: 'string' }, ...properties },
  };
}

function sectionSchema(section: string, commands: readonly FlaggedCommand[]): JsonSchema {
  const depth = section === '' ? 0 : section.split(':').length;
  const inside = commands.filter(({ id }) => section === '' || id === section || id.startsWith(`${section}:`));
  const settings = section === '' ? {} : merged(inside);
  const names = [...new Set(inside.map(({ id }) => id.split(':')[depth]).filter((name) => name !== undefined))];
  const sections = names.map((name) => [name, sectionSchema(section === '' ? name : `${section}:${name}`, commands)]);
  const own = inside.find(({ id }) => id === section);
  const conditions = own === undefined ? [] : modelConditions(own);
  return {
    type: 'object',
    additionalProperties: false,
    properties: { ...settings, ...Object.fromEntries(sections) },
    ...(conditions.length === 0 ? {} : { allOf: conditions }),
  };
}

/** Settings of several commands; where they differ, what suits one of them. */
function merged(commands: readonly FlaggedCommand[]): Properties {
  const found = new Map<string, Map<string, JsonSchema>>();
  for (const { flags } of commands) {
    for (const [name, flag] of settable(flags)) {
      const variants = found.get(settingName(name)) ?? new Map<string, JsonSchema>();
      const schema = valueSchema(flag);
      found.set(settingName(name), variants.set(JSON.stringify(schema), schema));
    }
  }
  const one = (variants: Map<string, JsonSchema>): JsonSchema => {
    const [first = {}, ...others] = variants.values();
    return others.length === 0 ? first : { anyOf: [first, ...others] };
  };
  return Object.fromEntries([...found].map(([name, variants]) => [name, one(variants)]));
}

function settable(flags: FlaggedCommand['flags']): [string, AnyFlag][] {
  return Object.entries(flags).filter(([name, flag]) => {
    const helpValue = flag.type === 'option' ? flag.helpValue : undefined;
    return flag.hidden !== true && isSettable({ name, helpValue });
  });
}

function valueSchema(flag: AnyFlag): JsonSchema {
  const facts = factsOf(flag);
  const description = flag.description ?? '';
  if (facts !== undefined) {
    // a default that differs from model to model is told in words and has no place here
    const { default: value, ...schema } = facts.schema;
    const isShared =
      facts.models === undefined || new Set(Object.values(facts.models).map((own) => String(own.default))).size === 1;
    return { ...schema, description, ...(value === undefined || !isShared ? {} : { default: sharedDefault(facts, value) }) };
  }
  const fixed = typeof flag.default === 'function' || flag.default === undefined ? {} : { default: flag.default };
  if (flag.type === 'boolean') return { type: 'boolean', description, ...fixed };
  if (flag.options !== undefined) return { enum: [...flag.options], description, ...fixed };
  return { anyOf: ['string', 'number', 'array'].map((type) => ({ type })), description, ...fixed };
}

function sharedDefault({ models }: NonNullable<ReturnType<typeof factsOf>>, fallback: unknown): unknown {
  return models === undefined ? fallback : Object.values(models)[0]?.default;
}

/** Ranges and defaults of each model, which apply once the file names it. */
function modelConditions({ flags }: FlaggedCommand): JsonSchema[] {
  const byModel = new Map<string, Properties>();
  for (const [name, flag] of settable(flags)) {
    for (const [model, schema] of Object.entries(factsOf(flag)?.models ?? {})) {
      byModel.set(model, { ...byModel.get(model), [settingName(name)]: schema });
    }
  }
  if (byModel.size < 2) return [];
  const isNamed = (model: string): JsonSchema => ({ properties: { model: { const: model } }, required: ['model'] });
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
  return [...byModel].map(([model, properties]) => ({ if: isNamed(model), then: { properties } }));
}
