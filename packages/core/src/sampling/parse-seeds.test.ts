import { InvalidConfigError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { parseSeeds } from './parse-seeds.js';

describe('parseSeeds', () => {
  test.each<[string, number[]]>([
    ['0', [0]],
    ['0-3,20', [0, 1, 2, 3, 20]],
    [' 7 , 1 - 2 ', [7, 1, 2]],
    ['1,1-2', [1, 2]],
    ['4294967295', [4294967295]],
  ])('reads %j', (text, seeds) => {
    expect(parseSeeds(text)).toEqual(seeds);
  });

  test.each([
    ['', '"" is neither a whole number nor a range'],
    ['1,,2', '"" is neither a whole number nor a range'],
    ['a', '"a" is neither a whole number nor a range'],
    ['-1', '"-1" is neither a whole number nor a range'],
    ['1.5', '"1.5" is neither a whole number nor a range'],
    ['9-3', 'the range 9-3 runs backwards'],
    ['4294967296', '4294967296 is more than 4294967295'],
    ['0-4294967295', 'these are more than 1000000 seeds'],
  ])('refuses %j and names the part', (text, reason) => {
    expect(() => parseSeeds(text)).toThrow(InvalidConfigError);
    expect(() => parseSeeds(text)).toThrow(`invalid seeds "${text}": ${reason}`);
  });
});
