import { fitEnd, fitStart } from '../../text/fit-text.js';
import type { Palette } from '../../text/palette.js';
import { printable } from '../../text/printable.js';
import { type Form, shownFields } from '../form/form.js';
import type { FormField } from '../form/form-field.js';
import { fillRows, windowAround } from './frame.js';
import { wrapped } from './wrapped.js';

interface RowOptions {
  readonly width: number;
  readonly label: number;
  readonly palette: Palette;
}

const MAX_LABEL = 24;
const WIDE = 60;
/** With fewer rows, all belong to fields and their meaning. */
const SPACIOUS = 12;
/** Fields that are seen while names are listed. */
const FIELDS_BESIDE_LIST = 3;

/**
 * A form in `height` rows: its fields around the cursor, under the current one what is wrong with it, at the end what it means; in place
 * of that, the names that a path may go on with.
 */
export function formRows(form: Form, size: { width: number; height: number }, palette: Palette): string[] {
  const fields = shownFields(form);
  const { width, height } = size;
  if (form.choices.length > 0) {
    const list = listRows(form.choices, width, Math.max(1, height - FIELDS_BESIDE_LIST));
    return [...fieldRows(form, fields, { width, height: height - list.length }, palette), ...list.map(palette.dim)];
  }
  const helpRows = width < WIDE ? 3 : 2;
  const help = wrapped(fields[form.cursor]?.description ?? '', width, helpRows);
  const place = height < SPACIOUS ? [] : [palette.dim(`field ${form.cursor + 1} of ${fields.length}`)];
  const above = fieldRows(form, fields, { width, height: Math.max(1, height - helpRows - place.length) }, palette);
  return [...above, ...place, ...help].slice(0, height);
}

function fieldRows(
  form: Form,
  fields: readonly FormField[],
  { width, height }: { width: number; height: number },
  palette: Palette,
) {
  const isSpacious = height >= SPACIOUS && fields.some(({ isOfModel }) => isOfModel);
  const count = Math.max(1, height - (form.problem === undefined ? 0 : 1) - (isSpacious ? 1 : 0));
  const { from, to } = windowAround(fields.length, form.cursor, count);
  const longest = Math.max(...fields.map(({ flag }) => flag.length), 4);
  const label = Math.min(longest, MAX_LABEL, Math.floor(width / 2) - 2);
  const rows = fields.slice(from, to).flatMap((field, i) => {
    const isCurrent = from + i === form.cursor;
    const row = fieldRow(field, isCurrent, { width, label, palette });
    const isFirstOfModel = isSpacious && field.isOfModel && fields[from + i - 1]?.isOfModel === false;
    const above = isFirstOfModel ? [palette.dim('  the model; its defaults are a good beginning')] : [];
    if (!isCurrent || form.problem === undefined) return [...above, row];
    return [...above, row, palette.red(fitEnd(`  ${' '.repeat(label)}  ^ ${printable(form.problem)}`, width))];
  });
  return fillRows(rows, height);
}

function fieldRow(field: FormField, isCurrent: boolean, { width, label, palette }: RowOptions): string {
  const room = width - label - 4;
  const name = fitEnd(field.flag, label).padEnd(label);
  const isFixed = field.kind === 'choice' || field.kind === 'switch';
  const empty = field.initial === '' ? (field.isRequired ? 'needed' : 'not set') : field.initial;
  const text = field.value === '' ? palette.dim(fitEnd(empty, room - 4)) : fitStart(printable(field.value), room - 4);
  if (!isCurrent) return `  ${field.isOfModel ? palette.dim(name) : name}  ${text}`;
  const edited = isFixed ? `< ${text} >` : field.value === '' ? `_ ${text}` : `${text}_`;
  return `${palette.bold(`> ${name}`)}  ${edited}`;
}

/** Names in columns, as `ls` shows them, in `count` rows at most. */
function listRows(names: readonly string[], width: number, count: number): string[] {
  const longest = Math.min(width - 2, Math.max(...names.map((name) => name.length)));
  const columns = Math.max(1, Math.floor((width + 2) / (longest + 2)));
  const needed = Math.ceil(names.length / columns);
  const rows = Math.min(needed, needed > count ? Math.max(1, count - 1) : count);
  const lines = Array.from({ length: rows }, (_, row) =>
    names
      .slice(row * columns, (row + 1) * columns)
      .map((name) => fitEnd(name, longest).padEnd(longest))
      .join('  ')
      .trimEnd(),
  );
  const left = names.length - rows * columns;
  return left > 0 && count > 1 ? [...lines, fitEnd(`and ${left} more`, width)] : lines;
}
