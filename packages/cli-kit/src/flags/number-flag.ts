import { Flags, type Interfaces } from '@oclif/core';
import { withFacts } from '../settings/setting-facts.js';
import { type NumberRange, parseNumber } from './parse-number.js';

/** What is said about a number flag besides its range. */
export interface NumberFlagOptions {
  readonly description: string;
  readonly env: string;
  readonly helpValue?: string;
  readonly helpGroup?: string;
  readonly char?: 'b' | 'n' | 's';
}

/** A flag that takes a number and refuses one outside its range by stating the range. */
export function numberFlag(range: NumberRange, options: NumberFlagOptions): Interfaces.OptionFlag<number | undefined> {
  const { isInteger, ...bounds } = range;
  const flag = Flags.custom<number>({ helpValue: 'N', parse: async (text) => parseNumber(text, range) })({ ...options });
  return withFacts(flag, { schema: { type: isInteger === true ? 'integer' : 'number', ...bounds } });
}
