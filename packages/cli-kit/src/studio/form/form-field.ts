import { expandHome } from './complete-path.js';

/** A flag, or an argument, as oclif's manifest describes it; the part that a form is made from. */
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
  /** Its value stands in the command line by itself. */
  readonly isArgument?: boolean | undefined;
}

/** One line of a form. An empty value leaves the default to the command. */
export interface FormField {
  readonly flag: string;
  /** A `list` has spaces between its values. */
  readonly kind: 'text' | 'number' | 'choice' | 'switch' | 'path' | 'folder' | 'list';
  readonly description: string;
  /** What it is when left empty, e.g. `0.0004`; empty where nobody says. */
  readonly initial: string;
  /** Values of a choice or a switch, the empty one first. */
  readonly options: readonly string[];
  readonly isRequired: boolean;
  readonly isArgument: boolean;
  /** A setting of the model, after what everybody sets. */
  readonly isOfModel: boolean;
  /** Models that have this setting; undefined where all have it. */
  readonly models: readonly string[] | undefined;
  readonly value: string;
}

const DEFAULT = / ?\[default: ([^\]]*)\]/;

/** What a form wants of a field besides its flag. */
export type FieldWish = Pick<FormField, 'isRequired' | 'isOfModel' | 'value'>;

/** The line of a form for a flag. `models` are those of the family. */
export function formField(flag: FormFlag, models: readonly string[], wish: FieldWish): FormField {
  const description = flag.description ?? '';
  const kind = kindOf(flag);
  const values = kind === 'switch' ? ['yes', ...(flag.allowNo === true ? ['no'] : [])] : (flag.options ?? []);
  const initial = DEFAULT.exec(description)?.[1] ?? (typeof flag.default === 'string' ? flag.default : '');
  return {
    flag: flag.name,
    kind,
    description: inWordsOfForm(description),
    initial: kind === 'switch' ? (YES_NO[initial] ?? initial) : kind === 'list' ? String(flag.helpValue ?? '') : initial,
    options: kind === 'choice' || kind === 'switch' ? ['', ...values] : [],
    isArgument: flag.isArgument === true,
    models: ownersIn(description, models),
    ...wish,
  };
}

const YES_NO: { readonly [value: string]: string } = { true: 'yes', false: 'no' };

/** The help of a flag without what only a command line has. */
function inWordsOfForm(description: string): string {
  return description
    .replace(DEFAULT, '')
    .replace(/ \(required unless --\S+\)/, '')
    .replace('until Ctrl-C', 'until it is stopped')
    .replace('may be given more than once', 'several with spaces between')
    .replace(/--([a-z][a-z0-9-]*)/g, '$1');
}

function kindOf({ type, options, helpValue, multiple }: FormFlag): FormField['kind'] {
  if (type === 'boolean') return 'switch';
  if (multiple === true) return 'list';
  if (options !== undefined && options.length > 0) return 'choice';
  if (helpValue === 'PATH' || helpValue === 'FILE' || helpValue === 'RUN') return 'path';
  if (helpValue === 'DIR') return 'folder';
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

/** `(from 1 to 64)`, `(from 1)`, as the help of numbers says. */
const RANGE = /\(from ([-\d.e+]+)(?: to ([-\d.e+]+))?\)/;

/** What is wrong with a value; undefined where nothing is. The command itself checks the rest. */
export function fieldProblem({ kind, value, isRequired, description }: FormField): string | undefined {
  if (value.trim() === '') return isRequired ? 'is needed' : undefined;
  if (kind !== 'number') return undefined;
  if (!Number.isFinite(Number(value))) return 'is not a number';
  const [, least, most] = RANGE.exec(description) ?? [];
  if (least !== undefined && Number(value) < Number(least)) return `is less than ${least}`;
  return most !== undefined && Number(value) > Number(most) ? `is more than ${most}` : undefined;
}

/** The words of a command line for a line of a form. */
export function fieldWords({ flag, kind, value, isArgument }: FormField): string[] {
  const text = value.trim();
  if (text === '') return [];
  if (kind === 'switch') return [text === 'no' ? `--no-${flag}` : `--${flag}`];
  if (kind === 'list') return text.split(/\s+/).map((word) => `--${flag}=${word}`);
  // a name may end in a space
  const whole = kind === 'path' || kind === 'folder' ? expandHome(value) : text;
  if (!isArgument) return [`--${flag}=${whole}`];
  return [whole.startsWith('-') ? `./${whole}` : whole];
}
