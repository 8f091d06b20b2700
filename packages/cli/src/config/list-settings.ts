// Code: E-CLI-004 a variable that the flag does not take.
import {
  type AnyFlag,
  type FileSettings,
  factsOf,
  fileValues,
  globalFlags,
  isTruthy,
  type SettingOrigin,
  settingName,
  UsageError,
} from '@aigc/cli-kit';

/** One setting of a command as it would be used now. */
export interface ListedSetting {
  /** In a file, e.g. `batchSize`. */
  readonly name: string;
  readonly flag: string;
  readonly variable: string | null;
  /** Null where the command decides; `meaning` says how. */
  readonly value: unknown;
  /** What the help says of the default. */
  readonly meaning: string | null;
  readonly origin: SettingOrigin;
  /** False for a setting of another model of the family than the one in use. */
  readonly applies: boolean;
}

/** What a command's settings are taken from, besides its flags. */
export interface SettingSources {
  readonly files: readonly FileSettings[];
  readonly env: { readonly [name: string]: string | undefined };
}

/** Every setting of a command with its value and its origin: environment before project before user before default. */
export async function listSettings(
  flags: { readonly [name: string]: AnyFlag },
  { files, env }: SettingSources,
): Promise<ListedSetting[]> {
  const inFiles = await fileValues(flags, files);
  const own = Object.entries(flags).filter(([name, flag]) => !Object.hasOwn(globalFlags, name) && flag.hidden !== true);
  const given = await Promise.all(
    own.map(
      async ([name, flag]): Promise<[string, Given | undefined]> => [name, (await fromVariable(flag, env)) ?? inFiles.get(name)],
    ),
  );
  const givenBy = new Map(given);
  const model = givenBy.get('model')?.value;
  return own.map(([name, flag]) => {
    const models = factsOf(flag)?.models;
    const used = String(model ?? firstModel(own));
    const common = { name: settingName(name), flag: `--${name}`, variable: flag.env ?? null, meaning: defaultText(flag) };
    const applies = models === undefined || Object.hasOwn(models, used);
    const found = givenBy.get(name);
    if (found !== undefined) return { ...common, value: found.value, origin: found.origin, applies };
    return { ...common, value: defaultOf(flag, used) ?? null, origin: { kind: 'default' }, applies };
  });
}

interface Given {
  readonly value: unknown;
  readonly origin: SettingOrigin;
}

async function fromVariable(flag: AnyFlag, env: SettingSources['env']): Promise<Given | undefined> {
  const variable = flag.env;
  const text = variable === undefined ? undefined : env[variable];
  if (variable === undefined || text === undefined || text === '') return undefined;
  const origin = { kind: 'environment', variable } as const;
  if (flag.type === 'boolean') return { value: isTruthy(text), origin };
  try {
    if (flag.options !== undefined && !flag.options.includes(text)) throw new Error(`expected one of ${flag.options.join(', ')}`);
    return { value: await flag.parse(text, {} as never, flag as never), origin };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError('E-CLI-004', `${variable}: ${reason}`, { hints: [`correct the variable, or unset ${variable}`], cause });
  }
}

/** The model that a family trains unless told otherwise. */
function firstModel(flags: readonly (readonly [string, AnyFlag])[]): string {
  const names = flags.map(([, flag]) => Object.keys(factsOf(flag)?.models ?? {}));
  const choices = flags.find(([name]) => name === 'model')?.[1];
  const options = choices?.type === 'option' ? choices.options : undefined;
  return options?.[0] ?? names.find((list) => list.length > 0)?.[0] ?? '';
}

function defaultOf(flag: AnyFlag, model: string): unknown {
  const facts = factsOf(flag);
  const ofModel = facts?.models?.[model];
  if (ofModel !== undefined) return ofModel.default;
  return facts?.schema.default ?? (typeof flag.default === 'function' ? undefined : flag.default);
}

function defaultText(flag: AnyFlag): string | null {
  return /\[default: (.*)\]/s.exec(flag.description ?? '')?.[1] ?? null;
}
