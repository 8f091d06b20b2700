import { describe, expect, test } from '@jest/globals';
import { parseDuration } from './parse-duration.js';
import { parseNumber, rangeText } from './parse-number.js';

describe('parseDuration', () => {
  test.each([
    ['60s', 60],
    ['10m', 600],
    ['1h30m', 5400],
    ['1.5h', 5400],
    [' 2M ', 120],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test('asks for the unit of a bare number', () => {
    expect(() => parseDuration('60')).toThrow(
      expect.objectContaining({
        message: 'expected a length of time such as 60s, got "60"',
        hints: ['give the unit: s, m or h'],
        exitCode: 2,
      }),
    );
  });

  test.each(['', 'soon', '-5s', '0s', '10x', '5s5'])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'E-CLI-004' }));
  });
});

describe('parseNumber', () => {
  test('reads decimal and exponential notation', () => {
    expect([parseNumber('2e-4'), parseNumber('64', { isInteger: true }), parseNumber('-.5')]).toEqual([2e-4, 64, -0.5]);
  });

  test.each(['', 'abc', '0x10', '1e400', 'NaN', '1,5'])('refuses %j', (text) => {
    expect(() => parseNumber(text)).toThrow(`expected a number, got "${text}"`);
  });

  test('states the range it refuses by', () => {
    expect(() => parseNumber('0', { isInteger: true, minimum: 1, maximum: 8 })).toThrow(
      'expected a whole number from 1 to 8, got "0"',
    );
    expect(() => parseNumber('1', { exclusiveMinimum: 0, exclusiveMaximum: 1 })).toThrow(
      'expected a number above 0 and below 1, got "1"',
    );
  });

  test("leaves out the bounds of the number type, which zod writes into every integer's schema", () => {
    expect(rangeText({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })).toBe('');
    expect(rangeText({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })).toBe('from 1');
  });
});
