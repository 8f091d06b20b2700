import { describe, expect, test } from '@jest/globals';
import { isWanted, matchesPattern } from './wanted-file.js';

describe('matchesPattern', () => {
  test.each([
    ['a/b/c.base.jpg', '*.base.jpg', true],
    ['a/b/c.normal.jpg', '*.base.jpg', false],
    ['a/b/c.jpg', 'a/*.jpg', false],
    ['a/b/c.jpg', 'a/**/*.jpg', true],
    ['a/c.jpg', 'a/**/*.jpg', true],
    ['a/b/c.jpg', 'a/**', true],
    ['c1.jpg', 'c?.jpg', true],
    ['c12.jpg', 'c?.jpg', false],
    ['a+(b).jpg', 'a+(b).jpg', true],
    ['axjpg', 'a.jpg', false],
  ])('%s and %s: %s', (path, pattern, expected) => {
    expect(matchesPattern(path, pattern)).toBe(expected);
  });
});

describe('isWanted', () => {
  test.each([
    ['a/B.PNG', true],
    ['a/b.gif', false],
    ['.a/b.png', false],
    ['__MACOSX/a/b.png', false],
  ])('%s: %s', (path, expected) => {
    expect(isWanted(path, { noun: 'images', extensions: ['.png'] })).toBe(expected);
  });
});
