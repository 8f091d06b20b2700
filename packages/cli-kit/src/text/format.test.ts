import { describe, expect, test } from '@jest/globals';
import { displayPath, shellArgument } from './display-path.js';
import { fitEnd, fitStart } from './fit-text.js';
import { formatDuration } from './format-duration.js';
import { formatBytes, formatCount, formatMetric, formatRate } from './format-number.js';
import { printable } from './printable.js';

describe('numbers and times for a person', () => {
  test.each([
    [0, '0s'],
    [59.4, '59s'],
    [65, '1m 05s'],
    [7384, '2h 03m'],
    [Number.POSITIVE_INFINITY, '-'],
  ])('%d seconds read %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test.each([
    [999, '999 B'],
    [1000, '1.0 kB'],
    [12_345_678, '12.3 MB'],
    [412_000_000, '412 MB'],
  ])('%d bytes read %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('metrics keep four significant digits', () => {
    expect([0.712345, 12.5, 0, 0.00012345, Number.NaN].map(formatMetric)).toEqual(['0.7123', '12.50', '0.000', '1.23e-4', 'NaN']);
  });

  test('counts and rates', () => {
    expect([formatCount(1234567), formatRate(812.4), formatRate(3.26)]).toEqual(['1,234,567', '812', '3.3']);
  });
});

describe('paths', () => {
  test('are relative inside the current folder and absolute elsewhere', () => {
    expect(displayPath('/home/me/runs/a', '/home/me')).toBe('runs/a');
    expect(displayPath('/data/runs/a', '/home/me')).toBe('/data/runs/a');
  });

  test('lose what could drive the terminal', () => {
    expect(printable('a\u001b[2Jb\u0007c\rd')).toBe('abcd');
  });

  test('are quoted for the shell only where needed', () => {
    expect(shellArgument('runs/gan-1')).toBe('runs/gan-1');
    expect(shellArgument("my run's")).toBe("'my run'\\''s'");
  });

  test('are cut at the start, other text at the end', () => {
    expect(fitStart('runs/gan-1/samples', 8)).toBe('…samples');
    expect(fitEnd('a long text', 6)).toBe('a lon…');
  });
});
