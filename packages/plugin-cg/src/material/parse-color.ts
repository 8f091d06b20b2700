import { InvalidConfigError } from '@aigc/plugin-api';

/** Reads `#RRGGBB` as sRGB bytes. @throws InvalidConfigError for anything else. */
export function parseColor(text: string): readonly [number, number, number] {
  const digits = /^#?([0-9a-f]{6})$/i.exec(text)?.[1];
  if (digits === undefined) {
    throw new InvalidConfigError('E-CONFIG-203', `a colour is six hexadecimal digits, got "${text}"`, {
      hints: ['for example --color "#b08d57"'],
    });
  }
  const byte = (at: number) => Number.parseInt(digits.slice(at, at + 2), 16);
  return [byte(0), byte(2), byte(4)];
}
