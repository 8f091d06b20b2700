import { UsageError } from '../errors/usage-error.js';

/** Bounds of a number flag, both included; an exclusive bound excludes itself. */
export interface NumberRange {
  readonly isInteger?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/**
 * A number from the command line.
 *
 * @throws UsageError that states the range when the text is no number or lies outside.
 */
export function parseNumber(text: string, range: NumberRange = {}): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  const isInRange =
    Number.isFinite(value) &&
    (range.isInteger !== true || Number.isSafeInteger(value)) &&
    value >= (range.minimum ?? Number.NEGATIVE_INFINITY) &&
    value <= (range.maximum ?? Number.POSITIVE_INFINITY) &&
    value > (range.exclusiveMinimum ?? Number.NEGATIVE_INFINITY) &&
    value < (range.exclusiveMaximum ?? Number.POSITIVE_INFINITY);
  if (isInRange) return value;
  const limits = rangeText(range);
  const kind = range.isInteger === true ? 'a whole number' : 'a number';
  throw new UsageError('E-CLI-004', `expected ${kind}${limits === '' ? '' : ` ${limits}`}, got "${text}"`);
}

/** The range in words, e.g. `from 1 to 1024`, `above 0`; empty where there is none. Bounds of the number type itself count as none. */
export function rangeText(range: NumberRange): string {
  const words = [];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = range;
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) words.push(`from ${minimum}`);
  else if (exclusiveMinimum !== undefined) words.push(`above ${exclusiveMinimum}`);
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) words.push(`${words.length === 0 ? 'up ' : ''}to ${maximum}`);
  else if (exclusiveMaximum !== undefined) words.push(`below ${exclusiveMaximum}`);
  return words.join(words.length === 2 && exclusiveMaximum !== undefined && maximum === undefined ? ' and ' : ' ');
}
