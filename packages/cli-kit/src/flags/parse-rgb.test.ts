import { describe, expect, test } from '@jest/globals';
import { parseRgb } from './parse-rgb.js';

describe('parseRgb', () => {
  test.each([
    ['#ff8000', [255, 128, 0]],
    ['FF8000', [255, 128, 0]],
    [' white ', [255, 255, 255]],
  ])('reads %s', (text, rgb) => {
    expect(parseRgb(text)).toEqual(rgb);
  });

  test.each(['#ff80', 'constructor', '', '255,0,0'])('refuses %j', (text) => {
    expect(() => parseRgb(text)).toThrow(expect.objectContaining({ code: 'E-CLI-011', exitCode: 2 }));
  });
});
