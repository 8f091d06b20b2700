import type { Palette } from '../../text/palette.js';
import { printable } from '../../text/printable.js';

/** What decides how rows look, besides the state. */
export interface FrameOptions {
  readonly columns: number;
  readonly rows: number;
  readonly palette: Palette;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Lines of a text file, where they have been read. */
  readonly textOf: (path: string) => readonly string[] | undefined;
}

/** A place for a picture; the rows beside it end exactly where it begins. */
export interface PicturePlace {
  readonly path: string;
  /** Side in pixels of one picture of a sheet: where the whole sheet would be too small to see, some of them are shown. */
  readonly tile: number | undefined;
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  readonly rows: number;
}

/** All rows of the screen, from the top, none wider than it. */
export interface Frame {
  readonly rows: readonly string[];
  readonly picture?: PicturePlace | undefined;
}

/** Fills a styled row with spaces up to a width in columns. */
export function padRow(row: string, width: number): string {
  return row + ' '.repeat(Math.max(0, width - printable(row).length));
}

/** Exactly `count` rows: cut at the end, or filled with empty ones. */
export function fillRows(rows: readonly string[], count: number): string[] {
  return Array.from({ length: Math.max(0, count) }, (_, i) => rows[i] ?? '');
}

/** The part of a list of rows that is shown when `cursor` must be among them, and the index of its first. */
export function windowAround(length: number, cursor: number, count: number): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.min(cursor - Math.floor(count / 2), length - count));
  return { from, to: Math.min(length, from + count) };
}
