// Codes: E-DATA-005 too many broken files, E-CONFIG-102 no share.
import { DatasetError, InvalidConfigError } from '@aigc/plugin-api';
import type { BadFile } from '../bad-file.js';

/** What `checkBadShare` looks at. */
export interface BadShare {
  /** Absolute. */
  readonly path: string;
  readonly bad: readonly BadFile[];
  /** All files, the bad ones too. */
  readonly total: number;
  /** 0 to 1; default 0.01. */
  readonly maxBad: number | undefined;
}

const DEFAULT_MAX_BAD = 0.01;
const SHOWN_BAD_FILES = 5;
// 29 of 100 are not more than 0.29
const ROUNDING = 1e-9;

/** @throws InvalidConfigError where `maxBad` is no share. */
export function checkMaxBad(maxBad: number | undefined): void {
  if (maxBad === undefined || (maxBad >= 0 && maxBad <= 1)) return;
  throw new InvalidConfigError('E-CONFIG-102', `invalid share of broken files ${maxBad}: expected 0 to 1`);
}

/** @throws DatasetError E-DATA-005 (exit 10) where more files are broken than may be, or all are; it names some, and why. */
export function checkBadShare({ path, bad, total, maxBad = DEFAULT_MAX_BAD }: BadShare): void {
  const all = bad.length === total;
  if (!all && bad.length / total <= maxBad + ROUNDING) return;
  const shown = bad.slice(0, SHOWN_BAD_FILES).map((file) => `${file.path}: ${file.reason}`);
  const more = bad.length > shown.length ? `; and ${bad.length - shown.length} more` : '';
  const needed = Math.ceil((100 * bad.length) / total) / 100;
  const message = `${bad.length} of ${total} images cannot be used, more than ${100 * maxBad} %: ${shown.join('; ')}${more}`;
  throw new DatasetError('E-DATA-005', message, {
    path,
    note: 'nothing was written',
    hints: [all ? 'choose other data' : `remove or replace these files, or raise --max-bad to ${needed}`],
  });
}
