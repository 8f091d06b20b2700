import { EXIT } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { exitCodeTable } from './exit-code-table.js';

describe('exitCodeTable', () => {
  test('explains every status that aigc can end with, once', () => {
    expect(exitCodeTable.map(({ code }) => code)).toEqual(Object.values(EXIT));
  });
});
