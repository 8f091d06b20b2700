/** A flag as oclif's manifest describes it; the part that a form is made from. */
export interface FormFlag {
  readonly name: string;
  readonly type: 'boolean' | 'option';
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly helpGroup?: string | undefined;
  readonly helpValue?: string | readonly string[] | undefined;
  readonly options?: readonly string[] | undefined;
  readonly allowNo?: boolean | undefined;
  readonly multiple?: boolean | undefined;
  readonly hidden?: boolean | undefined;
}

/** One line of a form. An empty value leaves the default to the command. */
export interface FormField {
  readonly flag: string;
  readonly kind: 'text' | 'number' | 'choice' | 'switch';
  readonly description: string;
  /** What it is when left empty, e.g. `0.0004`; empty where nobody says. */
  readonly initial: string;
  /** Values of a choice or a switch, the empty one first. */
  readonly options: readonly string[];
  readonly isRequired: boolean;
  /** Models that have this setting; undefined where all have it. */
  readonly models: readonly string[] | undefined;
  readonly value: string;
}

const DEFAULT = / ?\[default: ([^\]]*)\]/;

/** The line of a form for a flag. `models` are those of the family. */
export function formField(flag: FormFlag, models: readonly string[], wish: { isRequired: boolean; value: string }): FormField {
  const description = flag.description ?? '';
  const kind = kindOf(flag);
  const values = kind === 'switch' ? ['yes', ...(flag.allowNo === true ? ['no'] : [])] : (flag.options ?? []);
  return {
    flag: flag.name,
    kind,
    description: description.replace(DEFAULT, ''),
    initial: DEFAULT.exec(description)?.[1] ?? (typeof flag.default === 'string' ? flag.default : ''),
    options: kind === 'choice' || kind === 'switch' ? ['', ...values] : [],
    models: ownersIn(description, models),
    ...wish,
  };
}

function kindOf({ type, options, helpValue }: FormFlag): FormField['kind'] {
  if (type === 'boolean') return 'switch';
  if (options !== undefined && options.length > 0) return 'choice';
  return helpValue === 'N' || helpValue === 'SHARE' ? 'number' : 'text';
}

/** The help of a family's flags names the models that have a setting where not all have it: `... (dcgan, wgan-gp)`. */
function ownersIn(description: string, models: readonly string[]): readonly string[] | undefined {
  const named = [...description.replace(DEFAULT, '').matchAll(/\(([^()]+)\)/g)]
    .map(([, words = '']) => words.split(', '))
    .filter((words) => words.every((word) => models.includes(word)))
    .flat();
  return named.length === 0 || named.length === models.length ? undefined : named;
}

/** What is wrong with a value; undefined where nothing is. The command itself checks the rest. */
export function fieldProblem({ kind, value, isRequired, flag }: FormField): string | undefined {
  if (value.trim() === '') return isRequired ? `${flag} is needed` : undefined;
  return kind === 'number' && !Number.isFinite(Number(value)) ? `${flag} is not a number` : undefined;
}

/** The words of a command line for a line of a form. */
export function fieldWords({ flag, kind, value }: FormField): string[] {
  const text = value.trim();
  if (text === '') return [];
  if (kind === 'switch') return [text === 'no' ? `--no-${flag}` : `--${flag}`];
  return [`--${flag}=${text}`];
}
