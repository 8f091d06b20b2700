import type { Palette } from '../../text/palette.js';

/** A key and what it does. */
export type KeyHint = readonly [key: string, meaning: string];

/** What the keys do, in as many rows as that takes but two at most; the last ones are left out first. */
export function keyRows(hints: readonly KeyHint[], width: number, palette: Palette): string[] {
  const rows: KeyHint[][] = [[]];
  let used = 0;
  for (const hint of hints) {
    const length = hint.join(' ').length;
    if (used > 0 && used + 2 + length > width) {
      if (rows.length === 2) break;
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(hint);
    used += (used > 0 ? 2 : 0) + length;
  }
  return rows.map((row) => row.map(([key, meaning]) => `${palette.bold(key)} ${palette.dim(meaning)}`).join('  '));
}
