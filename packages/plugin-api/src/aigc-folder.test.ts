import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { aigcFolder } from './aigc-folder.js';

const HOME = '/home/ada';

describe('aigcFolder', () => {
  test('is AIGC_HOME for everything where that is set', () => {
    const env = { HOME, AIGC_HOME: '/farm/aigc', XDG_DATA_HOME: '/data', XDG_CACHE_HOME: '/cache' };

    expect([aigcFolder('data', env), aigcFolder('cache', env)]).toEqual(['/farm/aigc', '/farm/aigc']);
  });

  test('is in the folders of the XDG base directory specification', () => {
    const env = { HOME, AIGC_HOME: '', XDG_DATA_HOME: '/data', XDG_CACHE_HOME: '' };

    expect(aigcFolder('data', env)).toBe(join('/data', 'aigc'));
    if (process.platform !== 'win32') expect(aigcFolder('cache', env)).toBe(join(HOME, '.cache', 'aigc'));
  });
});
