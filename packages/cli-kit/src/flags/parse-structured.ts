import { UsageError } from '../errors/usage-error.js';
import { parseNumber } from './parse-number.js';

/** `4,8` as a list of texts or of numbers. @throws UsageError where one of them should be a number and is not. */
export function parseList(text: string, areNumbers: boolean): readonly unknown[] {
  const parts = text.split(',').map((part) => part.trim());
  return areNumbers ? parts.map((part) => parseNumber(part)) : parts;
}

/** A JSON object. @throws UsageError for anything else. */
export function parseObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError('E-CLI-004', `expected a JSON object, got "${text}"`, { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UsageError('E-CLI-004', `expected a JSON object, got "${text}"`);
}
