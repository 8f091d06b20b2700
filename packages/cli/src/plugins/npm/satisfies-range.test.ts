import { expect, test } from '@jest/globals';
import { satisfiesRange } from './satisfies-range.js';

// Expected values follow the table of ranges in npm's documentation of semver.
test.each([
  ['1.2.3', '1.2.3', true],
  ['1.2.4', '1.2.3', false],
  ['1.9.0', '^1.2.3', true],
  ['2.0.0', '^1.2.3', false],
  ['1.2.2', '^1.2.3', false],
  ['0.2.9', '^0.2.3', true],
  ['0.3.0', '^0.2.3', false],
  ['0.0.4', '^0.0.3', false],
  ['0.9.0', '^0', true],
  ['0.1.0', '^0.0', false],
  ['1.2.9', '~1.2.3', true],
  ['1.3.0', '~1.2.3', false],
  ['1.9.9', '~1', true],
  ['4.22.0', '4.x', true],
  ['5.0.0', '4.x', false],
  ['4.22.0', '*', true],
  ['3.5.0', '>=3 <4', true],
  ['4.0.0', '>= 3 < 4', false],
  ['2.0.0', '^1 || ^2', true],
  ['1.0.0', 'git+https://example.com/a.git', false],
])('%s in %j is %j', (version, range, expected) => {
  expect(satisfiesRange(version, range)).toBe(expected);
});
