import { fitEnd, fitStart } from '../../text/fit-text.js';
import type { Palette } from '../../text/palette.js';
import { type Form, shownFields } from '../form/form.js';
import type { FormField } from '../form/form-field.js';
import { windowAround } from './frame.js';
import { wrapped } from './wrapped.js';

const MAX_LABEL = 24;
const HELP_ROWS = 2;

/** A form in `height` rows: its fields around the cursor, what the field means, and what is wrong. */
export function formRows(form: Form, size: { width: number; height: number }, palette: Palette): string[] {
  const fields = shownFields(form);
  const { width, height } = size;
  const count = Math.max(1, height - HELP_ROWS - 1);
  const { from, to } = windowAround(fields.length, form.cursor, count);
  const longest = Math.max(...fields.map(({ flag }) => flag.length), 4);
  const label = Math.min(longest, MAX_LABEL, Math.floor(width / 2) - 2);
  const rows = fields.slice(from, to).map((field, i) => fieldRow(field, from + i === form.cursor, { width, label, palette }));
  const padding = Array.from({ length: Math.max(0, count - rows.length) }, () => '');
  const problem = form.problem === undefined ? '' : palette.red(fitEnd(form.problem, width));
  const help = wrapped(fields[form.cursor]?.description ?? '', width, HELP_ROWS);
  return [...rows, ...padding, problem, ...help.map(palette.dim)].slice(0, height);
}

function fieldRow(
  field: FormField,
  isCurrent: boolean,
  { width, label, palette }: { readonly width: number; readonly label: number; readonly palette: Palette },
): string {
  const room = width - label - 4;
  const name = fitEnd(field.flag, label).padEnd(label);
  const isFixed = field.kind === 'choice' || field.kind === 'switch';
  const empty = field.initial === '' ? (field.isRequired ? 'needed' : '-') : field.initial;
  const text = field.value === '' ? palette.dim(fitEnd(empty, room - 4)) : fitStart(field.value, room - 4);
  if (!isCurrent) return `  ${name}  ${text}`;
  const edited = isFixed ? `< ${text} >` : field.value === '' ? `_ ${text}` : `${text}_`;
  return `${palette.bold(`> ${name}`)}  ${edited}`;
}
