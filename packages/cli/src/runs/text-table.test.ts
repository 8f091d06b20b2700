import { describe, expect, test } from '@jest/globals';
import { tableLines } from './text-table.js';
import { wrapText } from './wrap-text.js';

const COLUMNS = [{ title: 'RUN' }, { title: 'CURVE', rank: 1 }, { title: 'STEP', isNumber: true }];
const ROWS = [
  ['a-run-with-a-long-name', '▁▂▃▄', '5'],
  ['b', '▄', '1,500'],
];

describe('tableLines', () => {
  test('sets columns apart, numbers to the right', () => {
    expect(tableLines(COLUMNS, ROWS, 80)).toEqual([
      'RUN                     CURVE   STEP',
      'a-run-with-a-long-name  ▁▂▃▄       5',
      'b                       ▄      1,500',
    ]);
  });

  test('leaves out what matters least, then cuts the first column', () => {
    // a first column of 16, two of 5, and two gaps are 30; without the curve 22 + 2 + 5 fit in 29
    expect(tableLines(COLUMNS, ROWS, 29)).toEqual([
      'RUN                      STEP',
      'a-run-with-a-long-name      5',
      'b                       1,500',
    ]);
    expect(tableLines(COLUMNS, ROWS, 16)).toEqual(['RUN         STEP', 'a-run-wi…      5', 'b          1,500']);
  });
});

describe('wrapText', () => {
  test('breaks between words, and leaves a long word whole', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('a incomprehensible b', 5)).toEqual(['a', 'incomprehensible', 'b']);
    expect(wrapText('', 5)).toEqual(['']);
  });
});
