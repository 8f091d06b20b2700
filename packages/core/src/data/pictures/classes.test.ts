import { describe, expect, test } from '@jest/globals';
import { classesOf } from './classes.js';

describe('classesOf', () => {
  test.each([
    ['folders', ['b/1', 'a/2', 'b/3'], ['a', 'b'], [1, 0, 1]],
    ['folders inside one folder', ['train/b/1', 'train/a/x/2'], ['a', 'b'], [1, 0]],
    ['like names at different depths', ['a/x/1', 'b/x/2'], ['a', 'b'], [0, 1]],
    ['one folder', ['a/1', 'a/2'], [], [0, 0]],
    ['no folders', ['1', '2'], [], [0, 0]],
    ['a picture outside of the folders', ['a/1', 'b/2', '3'], [], [0, 0, 0]],
  ])('%s', (_, paths, classes, labels) => {
    const found = classesOf(paths);

    expect([found.classes, [...found.labels]]).toEqual([classes, labels]);
  });
});
