import { describe, expect, test } from '@jest/globals';
import { scanJsonKeys } from './scan-json-keys.js';

describe('scanJsonKeys', () => {
  test.each(['{}', '{"a":1,"b":{"a":2}}', '[{"a":1},{"a":"a"}]', '{"a":"\\"a\\":"}', '{"a" : ["a", "a"]}'])(
    'accepts %s',
    (text) => {
      expect(scanJsonKeys(text, 3)).toBeUndefined();
    },
  );

  test.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"x":{"b":1,"c":[1],"b" : 2}}', 'b'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ])('finds the key that %s has twice', (text, key) => {
    expect(scanJsonKeys(text, 3)).toEqual({ kind: 'duplicate-key', key });
  });

  test('finds nesting beyond the limit', () => {
    expect(scanJsonKeys('[[[1]]]', 3)).toBeUndefined();
    expect(scanJsonKeys('[[[[1]]]]', 3)).toEqual({ kind: 'too-deep' });
    expect(scanJsonKeys('['.repeat(1_000_000), 3)).toEqual({ kind: 'too-deep' });
  });
});
