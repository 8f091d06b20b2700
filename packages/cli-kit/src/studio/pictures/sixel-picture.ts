import type { Picture } from './picture.js';

/** Levels of each of red, green and blue: 216 colours, of the 256 that terminals have. */
const LEVELS = 6;
const BAND = 6;

/**
 * A picture as sixels, drawn from the cursor on: bands six pixels high, in each the columns of one colour after another.
 *
 * @see DEC STD 070, chapter 9
 */
export function sixelPicture(picture: Picture): string {
  const { width, height } = picture;
  const indices = ditheredIndices(picture);
  const used = [...new Set(indices)].sort((a, b) => a - b);
  const palette = used.map((index) => `#${index};2;${percents(index).join(';')}`).join('');
  const bands: string[] = [];
  for (let top = 0; top < height; top += BAND) bands.push(band(indices, width, top, Math.min(BAND, height - top)));
  return `\u001bP0;1q"1;1;${width};${height}${palette}${bands.join('-')}\u001b\\`;
}

function band(indices: Uint8Array, width: number, top: number, rows: number): string {
  const columns = new Map<number, Uint8Array>();
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < width; x++) {
      const color = indices[(top + y) * width + x] as number;
      const bits = columns.get(color) ?? new Uint8Array(width);
      bits[x] = (bits[x] as number) | (1 << y);
      columns.set(color, bits);
    }
  }
  return [...columns].map(([color, bits]) => `#${color}${runs(bits)}`).join('$');
}

/** Columns as characters, four or more of a kind as `!COUNT`. */
function runs(bits: Uint8Array): string {
  let text = '';
  for (let x = 0; x < bits.length; ) {
    let end = x + 1;
    while (end < bits.length && bits[end] === bits[x]) end++;
    const character = String.fromCharCode(63 + (bits[x] as number));
    text += end - x > 3 ? `!${end - x}${character}` : character.repeat(end - x);
    x = end;
  }
  return text;
}

/** Index of the nearest colour of each pixel after ordered dithering. @see Bayer 1973, 4 x 4 matrix */
function ditheredIndices({ width, height, data }: Picture): Uint8Array {
  const indices = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const threshold = ((BAYER[(y % 4) * 4 + (x % 4)] as number) + 0.5) / 16;
      const level = (channel: number): number =>
        Math.floor(((data[(y * width + x) * 3 + channel] as number) / 255) * (LEVELS - 1) + threshold);
      indices[y * width + x] = level(0) * LEVELS * LEVELS + level(1) * LEVELS + level(2);
    }
  }
  return indices;
}

const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

function percents(index: number): number[] {
  const levels = [Math.floor(index / (LEVELS * LEVELS)), Math.floor(index / LEVELS) % LEVELS, index % LEVELS];
  return levels.map((level) => (level * 100) / (LEVELS - 1));
}
