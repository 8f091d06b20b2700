import { UsageError } from '../errors/usage-error.js';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

const NAMED: { readonly [name: string]: Rgb } = { black: [0, 0, 0], grey: [128, 128, 128], white: [255, 255, 255] };

/** A colour such as `#ff8000`, `black`, `grey` or `white`. @throws UsageError for anything else. */
export function parseRgb(text: string): Rgb {
  const word = text.trim().toLowerCase();
  if (Object.hasOwn(NAMED, word)) return NAMED[word] as Rgb;
  const digits = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(word)?.slice(1);
  if (digits === undefined) {
    throw new UsageError('E-CLI-011', `expected a colour, got "${text}"`, {
      hints: ['write it as #RRGGBB, black, grey or white'],
    });
  }
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}
