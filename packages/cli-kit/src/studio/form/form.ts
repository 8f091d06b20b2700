import type { PressedKey } from '../screen/pressed-key.js';
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
  /** Why it cannot be sent; undefined until someone tries. */
  readonly problem: string | undefined;
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

/** The form of a command, made from its flags: what everybody sets first, then the settings of its schema. */
export function createForm({ title, argv, flags, first, group, required = [], values = {} }: FormOptions): Form {
  const models = flags.find(({ name }) => name === 'model')?.options ?? [];
  const usable = flags.filter(({ hidden, multiple }) => hidden !== true && multiple !== true);
  const leading = first.map((name) => usable.find((flag) => flag.name === name)).filter((flag) => flag !== undefined);
  const rest = usable.filter((flag) => group !== undefined && flag.helpGroup === group && !first.includes(flag.name));
  const fields = [...leading, ...rest].map((flag) =>
    formField(flag, models, { isRequired: required.includes(flag.name), value: values[flag.name] ?? '' }),
  );
  return { title, argv, fields, cursor: 0, problem: undefined };
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
  const move = (by: number): Form => ({ ...form, cursor: Math.min(shown.length - 1, Math.max(0, form.cursor + by)) });
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
  return { ...form, fields, problem: undefined };
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
