import { InvalidConfigError } from '@aigc/plugin-api';

/** The whole number, 1 or more, that an option's text says. @throws InvalidConfigError for any other text. */
export function positiveInteger(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidConfigError('E-CONFIG-903', `${option} is "${text}"; expected a whole number from 1`);
  }
  return value;
}
