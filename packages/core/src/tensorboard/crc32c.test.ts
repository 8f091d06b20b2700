import { describe, expect, test } from '@jest/globals';
import { crc32c } from './crc32c.js';

describe('crc32c', () => {
  test.each([
    // RFC 3720, appendix B.4: 32 bytes of zeros, of ones, and counting up
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(0xff), 0x62a8ab43],
    [Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    // the customary check value
    [new TextEncoder().encode('123456789'), 0xe3069283],
    [new Uint8Array(0), 0],
  ])('of the check data is the published value', (bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});
