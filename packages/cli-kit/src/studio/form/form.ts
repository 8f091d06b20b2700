import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PressedKey } from '../screen/pressed-key.js';
import { type Completion, expandHome } from './complete-path.js';
import { type FormField, type FormFlag, fieldProblem, fieldWords, formField } from './form-field.js';

/** A form that becomes a command line. */
export interface Form {
  /** `train gan`. */
  readonly title: string;
  /** Words before those of the fields. */
  readonly argv: readonly string[];
  readonly fields: readonly FormField[];
  /** Index among the fields that are shown. */
  readonly cursor: number;
  /** What is wrong with the field under the cursor; undefined until someone tries to send it. */
  readonly problem: string | undefined;
  /** Names that the path under the cursor may go on with; listed when Tab is pressed twice. */
  readonly choices: readonly string[];
  /** The path that Tab was pressed at last. */
  readonly tabbed: string | undefined;
}

/** What decides which flags of a command its form has. */
export interface FormOptions {
  readonly title: string;
  readonly argv: readonly string[];
  readonly flags: readonly FormFlag[];
  /** Flags that come first, if the command has them. */
  readonly first: readonly string[];
  /** Heading in the help of those that follow: the settings of a model, or of its sampler. */
  readonly group?: string | undefined;
  readonly required?: readonly string[];
  readonly values?: { readonly [flag: string]: string };
}

/** Nothing wrong, nothing listed. */
const QUIET = { problem: undefined, choices: [], tabbed: undefined } as const;

/** The form of a command, made from its flags: what everybody sets first, then the settings of its schema. */
export function createForm({ title, argv, flags, first, group, required = [], values = {} }: FormOptions): Form {
  const models = flags.find(({ name }) => name === 'model')?.options ?? [];
  const usable = flags.filter(({ name, hidden, multiple }) => hidden !== true && (multiple !== true || first.includes(name)));
  const leading = first.map((name) => usable.find((flag) => flag.name === name)).filter((flag) => flag !== undefined);
  const rest = usable.filter((flag) => group !== undefined && flag.helpGroup === group && !first.includes(flag.name));
  const fields = [...leading, ...rest].map((flag, i) =>
    formField(flag, models, {
      isRequired: required.includes(flag.name),
      isOfModel: i >= leading.length,
      value: values[flag.name] ?? '',
    }),
  );
  return { title, argv, fields, cursor: 0, ...QUIET };
}

/** The fields that count for the chosen model. */
export function shownFields({ fields }: Form): readonly FormField[] {
  const model = fields.find(({ flag }) => flag === 'model');
  const chosen = model === undefined || model.value === '' ? model?.initial : model.value;
  if (chosen === undefined) return fields;
  return fields
    .filter(({ models }) => models === undefined || models.includes(chosen))
    .map((field) => ({ ...field, initial: initialOf(field.initial, chosen) }));
}

/** `28 (mlp), 32 (conv)` is 28 for mlp. */
function initialOf(initial: string, model: string): string {
  const values = [...initial.matchAll(/([^,()]+) \(([^()]*)\)/g)];
  const own = values.find(([, , models = '']) => models.split(', ').includes(model));
  return own?.[1]?.trim() ?? initial;
}

/** The command line of a form, or what is wrong with it. */
export function formCommand(
  form: Form,
): { readonly argv: readonly string[] } | { readonly problem: string; readonly cursor: number } {
  const shown = shownFields(form);
  for (const [cursor, field] of shown.entries()) {
    const problem = fieldProblem(field);
    if (problem !== undefined) return { problem, cursor };
  }
  return { argv: [...form.argv, ...shown.flatMap(fieldWords)] };
}

/** The form after a key; Enter and Escape are not its business. */
export function editForm(form: Form, key: PressedKey): Form {
  const shown = shownFields(form);
  const move = (by: number): Form => ({ ...form, ...QUIET, cursor: Math.min(shown.length - 1, Math.max(0, form.cursor + by)) });
  switch (key.name) {
    case 'down':
    case 'tab':
      return move(1);
    case 'up':
    case 'back-tab':
      return move(-1);
    case 'page-down':
      return move(8);
    case 'page-up':
      return move(-8);
    default: {
      const field = shown[form.cursor];
      return field === undefined ? form : withValue(form, field, edited(field, key));
    }
  }
}

function withValue(form: Form, field: FormField, value: string): Form {
  const fields = form.fields.map((candidate) => (candidate.flag === field.flag ? { ...field, value } : candidate));
  return { ...form, ...QUIET, fields };
}

function edited(field: FormField, key: PressedKey): string {
  const { kind, options, value } = field;
  if (kind === 'choice' || kind === 'switch') {
    const by = key.name === 'left' ? -1 : key.name === 'right' || (key.name === 'text' && key.text === ' ') ? 1 : 0;
    const next = options[(options.indexOf(value) + by + options.length) % options.length] ?? value;
    return key.name === 'backspace' || key.name === 'clear' ? '' : next;
  }
  if (key.name === 'text') return value + key.text;
  if (key.name === 'backspace') return [...value].slice(0, -1).join('');
  return key.name === 'clear' ? '' : value;
}

/** The field under the cursor. */
export function currentField(form: Form): FormField | undefined {
  return shownFields(form)[form.cursor];
}

/** Is a path edited, which Tab completes? */
export function isPathField(form: Form): boolean {
  const kind = currentField(form)?.kind;
  return kind === 'path' || kind === 'folder';
}

/** The form after Tab: the path goes on as far as it is certain; a second Tab lists how it may go on. */
export function withCompletion(form: Form, { value, choices, problem }: Completion): Form {
  const field = currentField(form);
  if (field === undefined) return form;
  const isSame = value === field.value;
  const isAgain = isSame && form.tabbed === value;
  return { ...withValue(form, field, value), problem, tabbed: value, choices: isAgain ? choices : [] };
}

/** The form with a word about one of its fields, which is gone to. */
export function withProblem(form: Form, flag: string, problem: string): Form {
  const cursor = shownFields(form).findIndex((field) => field.flag === flag);
  return { ...form, ...QUIET, cursor: Math.max(0, cursor), problem };
}

/** Paths that a command makes, or that may be a name. */
const NEED_NOT_EXIST: readonly string[] = ['out', 'work', 'checkpoint', 'save'];

/** The flag of a field that names a file or folder that is not there; undefined where all are. */
export function missingFile(form: Form, cwd: string): string | undefined {
  const isMissing = ({ kind, flag, value }: FormField): boolean =>
    (kind === 'path' || kind === 'folder') &&
    value.trim() !== '' &&
    !NEED_NOT_EXIST.includes(flag) &&
    !existsSync(resolve(cwd, expandHome(value)));
  return shownFields(form).find(isMissing)?.flag;
}
