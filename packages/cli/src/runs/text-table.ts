import { fitEnd } from '@aigc/cli-kit';

/** A column of a table. */
export interface TableColumn {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Columns are left out from the highest rank on where the terminal is too narrow; 0 always stays. */
  readonly rank?: number;
}

const GAP = 2;
// A name that is cut further says nothing.
const MIN_WIDTH = 8;

/**
 * Lines of a table that fit a terminal: columns that matter least are left out, then the first is cut.
 *
 * @param rows texts without escape sequences, one for each column
 * @returns lines without trailing spaces, the titles first
 */
export function tableLines(columns: readonly TableColumn[], rows: readonly (readonly string[])[], width: number): string[] {
  const table = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, index) => Math.max(...table.map((row) => (row[index] ?? '').length)));
  const shown = shownColumns(columns, widths, width);
  const others = shown.slice(1).reduce((sum, index) => sum + (widths[index] as number) + GAP, 0);
  const [first = 0] = shown;
  widths[first] = Math.min(widths[first] as number, Math.max(MIN_WIDTH, width - others));
  return table.map((row) => {
    const cells = shown.map((index) => {
      const cell = fitEnd(row[index] ?? '', widths[index] as number);
      return columns[index]?.isNumber === true ? cell.padStart(widths[index] as number) : cell.padEnd(widths[index] as number);
    });
    return cells.join(' '.repeat(GAP)).trimEnd();
  });
}

function shownColumns(columns: readonly TableColumn[], widths: readonly number[], width: number): number[] {
  let shown = columns.map((_, index) => index);
  const total = (): number =>
    shown.reduce((sum, index) => sum + (index === 0 ? MIN_WIDTH * 2 : (widths[index] as number)) + GAP, -GAP);
  const ranks = [...new Set(columns.map(({ rank = 0 }) => rank))].sort((a, b) => b - a);
  for (const rank of ranks) {
    if (rank === 0 || total() <= width) break;
    shown = shown.filter((index) => (columns[index]?.rank ?? 0) !== rank);
  }
  return shown;
}
