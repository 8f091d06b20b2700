import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCsv } from './parse-csv.js';

describe('parseCsv', () => {
  test('takes quoted fields with commas, quotes and line ends', () => {
    expect(parseCsv('prompt,id\r\n"a, ""b""\nc",1\r\n\r\nplain,2')).toEqual([
      ['prompt', 'id'],
      ['a, "b"\nc', '1'],
      ['plain', '2'],
    ]);
  });

  test('gives back any fields that are written with quotes', () => {
    const rows = fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 3 }), { maxLength: 5 });
    fc.assert(
      fc.property(rows, (written) => {
        const text = written.map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')).join('\n');
        expect(parseCsv(text)).toEqual(written);
      }),
    );
  });
});
