import { describe, expect, test } from '@jest/globals';
import { threefry2x32 } from './threefry2x32.js';

// Known answers of Random123 1.14 (kat_vectors, `threefry2x32 20`): key, counter, result.
const KNOWN: readonly (readonly number[])[] = [
  [0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x6b200159, 0x99ba4efe],
  [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
  [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
];

describe('threefry2x32', () => {
  test.each(KNOWN)('gives the known answer for key %d %d', (...words) => {
    const [k0 = 0, k1 = 0, c0 = 0, c1 = 0, ...expected] = words;
    const out = new Uint32Array(2);

    threefry2x32([k0, k1], c0, c1, out);

    expect([...out]).toEqual(expected);
  });

  test('numbers its blocks by the first counter word', () => {
    const all = new Uint32Array(8);
    const third = new Uint32Array(2);

    threefry2x32([7, 9], 40, 5, all);
    threefry2x32([7, 9], 42, 5, third);

    expect([...all.subarray(4, 6)]).toEqual([...third]);
  });
});
