import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { chooseGraphics } from './graphics.js';
import { halfBlocks } from './half-blocks.js';
import { itermPicture } from './iterm-picture.js';
import { kittyPicture } from './kitty-picture.js';
import type { Picture } from './picture.js';
import { readablePart } from './readable-part.js';
import { sixelPicture } from './sixel-picture.js';

const ESCAPE = '\u001b';
const RED = [255, 0, 0];
const BLUE = [0, 0, 255];
const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];

function picture(width: number, ...pixels: number[][]): Picture {
  return { width, height: pixels.length / width, data: Uint8Array.from(pixels.flat()) };
}

describe('chooseGraphics', () => {
  const sixel = { hasSixel: true, cell: undefined };
  test.each([
    [{ TERM: 'xterm-kitty' }, undefined, 'kitty'],
    [{ TERM_PROGRAM: 'ghostty' }, undefined, 'kitty'],
    [{ TERM_PROGRAM: 'iTerm.app' }, undefined, 'iterm'],
    [{ LC_TERMINAL: 'iTerm2' }, undefined, 'iterm'], // what ssh passes on
    [{ TERM: 'xterm-256color' }, sixel, 'sixel'],
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, undefined, 'truecolor'],
    [{ TERM: 'xterm-256color' }, undefined, 'colors256'],
    [{ TERM: 'xterm-kitty', TMUX: '/tmp/tmux' }, undefined, 'colors256'],
    [{ TERM: 'xterm-kitty', AIGC_GRAPHICS: 'shades' }, sixel, 'shades'],
  ] as const)('%j and the answer %j mean %s', (env, reply, expected) => {
    expect(chooseGraphics(env, true, reply)).toBe(expected);
  });

  test('without colour, shades', () => {
    expect(chooseGraphics({ TERM: 'xterm-kitty' }, false, sixel)).toBe('shades');
  });
});

describe('halfBlocks', () => {
  test('sets the upper pixel in the colour of the block, the lower one behind it; colours only where they change', () => {
    expect(halfBlocks(picture(2, RED, RED, BLUE, BLUE), 'truecolor')).toEqual([
      '\u001b[38;2;255;0;0;48;2;0;0;255m▀▀\u001b[39;49m',
    ]);
  });

  test('leaves nothing behind the last row of an odd height', () => {
    expect(halfBlocks(picture(1, RED, RED, RED), 'truecolor')[1]).toBe('\u001b[38;2;255;0;0;49m▀\u001b[39;49m');
  });

  test('takes the nearest of 256 colours', () => {
    // cube: 16 + 36 * 5 = 196 is pure red; 128 is nearest to the grey 8 + 12 * 10 = 128, number 232 + 12
    expect(halfBlocks(picture(1, RED, [128, 128, 128]), 'colors256')).toEqual(['\u001b[38;5;196;48;5;244m▀\u001b[39;49m']);
  });

  test('without colour, shows light by dense characters', () => {
    // luminance of red is 0.2126 * 255 = 54 of 256: the third of ten shades
    expect(halfBlocks(picture(3, BLACK, RED, WHITE, BLACK, RED, WHITE), 'shades')).toEqual([' :@']);
  });
});

describe('kittyPicture', () => {
  test('sends deflated RGB in chunks of which only the last says so', () => {
    // noise does not deflate: several chunks
    const data = new Uint8Array(
      createHash('shake256', { outputLength: 60 * 60 * 3 })
        .update('noise')
        .digest(),
    );
    const text = kittyPicture({ width: 60, height: 60, data }, { columns: 12, rows: 6 });

    const chunks = [...text.matchAll(new RegExp(`${ESCAPE}_G([^;]*);([^${ESCAPE}]*)${ESCAPE}\\\\`, 'g'))];
    expect(chunks.map(([all]) => all).join('')).toBe(text);
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks[0]?.[1]).toContain('s=60,v=60,c=12,r=6');
    expect(chunks.map(([, keys = '']) => keys.slice(-3))).toEqual([...Array(chunks.length - 1).fill('m=1'), 'm=0']);
    const payload = chunks.map(([, , base64]) => base64).join('');
    expect(new Uint8Array(inflateSync(Buffer.from(payload, 'base64')))).toEqual(data);
  });
});

describe('itermPicture', () => {
  test('sends the file with its size and its place', () => {
    expect(itermPicture(Uint8Array.of(1, 2, 3), { columns: 4, rows: 2 })).toBe(
      '\u001b]1337;File=inline=1;size=3;width=4;height=2;preserveAspectRatio=1;doNotMoveCursor=1:AQID\u0007',
    );
  });
});

describe('sixelPicture', () => {
  /** Reads sixels back as colours in percent, by what DEC STD 070 says of the characters. */
  function decode(text: string): Map<string, string> {
    const pixels = new Map<string, string>();
    const palette = new Map<string, string>();
    let [x, top, color] = [0, 0, ''];
    const body = text.slice(text.indexOf('q') + 1, -2);
    for (const [word, define, rgb, select, count, run, one] of body.matchAll(
      /#(\d+);2;([\d;]+)|#(\d+)|!(\d+)([?-~])|([?-~])|[$-]|"[\d;]+/g,
    )) {
      if (define !== undefined) palette.set(define, rgb as string);
      else if (select !== undefined) color = select;
      else if (word === '$') x = 0;
      else if (word === '-') [x, top] = [0, top + 6];
      else if (!word.startsWith('"')) {
        const bits = ((run ?? one) as string).charCodeAt(0) - 63;
        for (let i = 0; i < Number(count ?? 1); i++, x++) {
          for (let y = 0; y < 6; y++) if (bits & (1 << y)) pixels.set(`${x},${top + y}`, palette.get(color) as string);
        }
      }
    }
    return pixels;
  }

  test('sets every pixel once, in its colour, over several bands', () => {
    const colors = [RED, BLUE, WHITE, BLACK];
    // 5 x 8: two bands; pure colours are levels 0 and 5 of 5, which dithering leaves alone
    const pixels = Array.from({ length: 40 }, (_, i) => colors[(i * 7) % 4] as number[]);

    const decoded = decode(sixelPicture(picture(5, ...pixels)));

    const percent = (color: number[]): string => color.map((value) => (value * 100) / 255).join(';');
    expect(decoded.size).toBe(40);
    for (const [i, color] of pixels.entries()) expect(decoded.get(`${i % 5},${Math.floor(i / 5)}`)).toBe(percent(color));
  });

  test('mixes what lies between two levels', () => {
    // 127.5 is level 2.5 of 5: about half of the pixels get 2 (40 %), half 3 (60 %)
    const grey = Array.from({ length: 64 }, () => [128, 128, 128]);
    const levels = [...decode(sixelPicture(picture(8, ...grey))).values()];
    expect(levels.filter((level) => level === '40;40;40')).toHaveLength(32);
    expect(levels.filter((level) => level === '60;60;60')).toHaveLength(32);
  });
});

describe('readablePart', () => {
  // a sheet of 3 x 3 pictures with 20 pixels each and gaps of 1
  const sheet = picture(64, ...Array.from({ length: 64 * 64 }, (_, i) => [i % 64, Math.floor(i / 64), 0]));

  test('shows as many whole pictures as have 16 pixels', () => {
    // 40 pixels: 2 of 3 pictures, 64 * 2 / 3 = 43 pixels of the sheet
    const part = readablePart(sheet, { width: 40, height: 100 }, 20);
    expect([part.width, part.height]).toEqual([43, 64]);
    expect([...part.data.slice(-3)]).toEqual([42, 63, 0]);
  });

  test('leaves alone what fits, and what is no sheet', () => {
    expect(readablePart(sheet, { width: 48, height: 48 }, 20)).toBe(sheet);
    expect(readablePart(sheet, { width: 8, height: 8 }, undefined)).toBe(sheet);
  });
});
