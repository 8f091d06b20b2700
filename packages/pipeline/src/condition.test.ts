import { describe, expect, test } from '@jest/globals';
import { decide, stepsInCondition } from './condition.js';

const values: { [name: string]: unknown } = { 'steps.a.loss': 0.5, 'matrix.kind': 'big', 'steps.b.ok': true };
const lookup = (name: string): unknown => values[name];

describe('decide', () => {
  test.each([
    ['steps.a.loss < 1', true],
    ['steps.a.loss >= 1 or steps.b.ok', true],
    ['steps.a.loss >= 1 and steps.b.ok', false],
    ['not steps.a.loss >= 1 and matrix.kind == "big"', true],
    ["not (steps.a.loss < 1 or matrix.kind != 'big')", false],
    ['-1e-3 < steps.a.loss', true],
    ['true', true],
  ])('%s is %s', (condition, expected) => {
    expect(decide(condition, lookup)).toBe(expected);
  });

  test.each([
    ['steps.c.loss < 1', 'steps.c.loss is not known'],
    ['(steps.b.ok', 'a bracket is not closed'],
    ['steps.a.loss <', 'it ends too early'],
    ['steps.b.ok steps.b.ok', 'at "steps.b.ok"'],
    ['process.exit()', 'process.exit is not known'],
    ['1 + 1', 'at "+ 1"'],
  ])('%s cannot be decided', (condition, reason) => {
    expect(() => decide(condition, lookup)).toThrow(reason);
  });

  test('tells which steps it looks at', () => {
    expect(stepsInCondition('steps.a.loss < 1 and not (steps.b.ok or matrix.kind == "x")')).toEqual(['a', 'b']);
  });
});
