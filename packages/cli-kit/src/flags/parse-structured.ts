import { UsageError } from '../errors/usage-error.js';
import { parseNumber } from './parse-number.js';

/** `4,8` as a list of texts or of numbers. @throws UsageError where one of them should be a number and is not. */
export function parseList(text: string, areNumbers: boolean): readonly unknown[] {
  const parts = text.split(',').map((part) => part.trim());
  return areNumbers ? parts.map((part) => parseNumber(part)) : parts;
}

/** A JSON object. @throws UsageError for anything else. */
export function parseObject(text: string): object {
  const value = parseJson(text, 'object');
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw notThat(text, 'object');
}

/** A JSON list, as of lists. @throws UsageError for anything else. */
export function parseJsonList(text: string): readonly unknown[] {
  const value = parseJson(text, 'list');
  if (Array.isArray(value)) return value;
  throw notThat(text, 'list');
}

function parseJson(text: string, expected: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notThat(text, expected, cause);
  }
}

function notThat(text: string, expected: string, cause?: unknown): UsageError {
  return new UsageError('E-CLI-004', `expected a JSON ${expected}, got "${text}"`, { cause });
}
