import { fitEnd } from '../../text/fit-text.js';

/** Words in rows of `width`, `count` of them at most. */
export function wrapped(text: string, width: number, count: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(/\s+/)) {
    if (row !== '' && row.length + 1 + word.length > width) {
      rows.push(row);
      row = word;
    } else row = row === '' ? word : `${row} ${word}`;
  }
  const all = [...rows, row].map((line) => fitEnd(line, width));
  if (all.length <= count) return all;
  return [...all.slice(0, count - 1), fitEnd(`${all[count - 1]} …`, width)];
}
