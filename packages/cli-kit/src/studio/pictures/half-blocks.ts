import type { Graphics } from './graphics.js';
import type { Picture } from './picture.js';

/** From dark to bright, each for two pixels above each other. */
const SHADES = ' .:-=+*#%@';
const RESET = '\u001b[39;49m';

type Rgb = readonly [red: number, green: number, blue: number];

/**
 * A picture as rows of characters, each of which is a pixel wide and two high: the upper one is the colour of the half block,
 * the lower one its background. Without colour, a character as dense as both are bright.
 */
export function halfBlocks(picture: Picture, graphics: Exclude<Graphics, 'kitty' | 'iterm' | 'sixel'>): string[] {
  return Array.from({ length: Math.ceil(picture.height / 2) }, (_, row) => {
    const cells = Array.from({ length: picture.width }, (_, x) => ({
      top: pixel(picture, x, 2 * row),
      bottom: 2 * row + 1 < picture.height ? pixel(picture, x, 2 * row + 1) : undefined,
    }));
    if (graphics === 'shades') return cells.map(({ top, bottom }) => shade(top, bottom ?? top)).join('');
    return colored(cells, graphics === 'truecolor' ? trueColor : color256);
  });
}

interface Cell {
  readonly top: Rgb;
  readonly bottom: Rgb | undefined;
}

/** Colours are written where they change. */
function colored(cells: readonly Cell[], code: (color: Rgb) => string): string {
  let last = '';
  const text = cells.map(({ top, bottom }) => {
    const colors = `\u001b[38;${code(top)};${bottom === undefined ? '49' : `48;${code(bottom)}`}m`;
    const change = colors === last ? '' : colors;
    last = colors;
    return `${change}▀`;
  });
  return `${text.join('')}${RESET}`;
}

function pixel({ width, data }: Picture, x: number, y: number): Rgb {
  const at = (y * width + x) * 3;
  return [data[at] as number, data[at + 1] as number, data[at + 2] as number];
}

function trueColor(color: Rgb): string {
  return `2;${color.join(';')}`;
}

/** The nearest of the 6 x 6 x 6 colours of the xterm palette, or of its 24 greys for what has no colour. */
function color256([red, green, blue]: Rgb): string {
  if (Math.max(red, green, blue) - Math.min(red, green, blue) < 12) {
    // greys are 8, 18 ... 238
    const level = Math.round(((red + green + blue) / 3 - 8) / 10);
    if (level < 0) return '5;16';
    return level > 23 ? '5;231' : `5;${232 + level}`;
  }
  return `5;${16 + 36 * cubeLevel(red) + 6 * cubeLevel(green) + cubeLevel(blue)}`;
}

/** Levels of the cube are 0, 95, 135, 175, 215, 255. */
function cubeLevel(value: number): number {
  if (value < 48) return 0;
  return value < 115 ? 1 : Math.floor((value - 35) / 40);
}

function shade(top: Rgb, bottom: Rgb): string {
  const light = (luminance(top) + luminance(bottom)) / 2;
  return SHADES[Math.min(SHADES.length - 1, Math.floor((light / 256) * SHADES.length))] as string;
}

/** @see ITU-R BT.709, on values with their transfer curve: near enough for ten shades. */
function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
