import { describe, expect, test } from '@jest/globals';
import { ProtobufMessage } from './protobuf-message.js';

const hex = (message: ProtobufMessage) => Buffer.from(message.encode()).toString('hex');

describe('ProtobufMessage', () => {
  // The three examples of https://protobuf.dev/programming-guides/encoding
  test.each([
    ['an integer', new ProtobufMessage().integer(1, 150), '089601'],
    ['a string', new ProtobufMessage().bytes(2, 'testing'), '120774657374696e67'],
    ['a message', new ProtobufMessage().message(3, new ProtobufMessage().integer(1, 150)), '1a03089601'],
  ])('encodes %s as the specification shows', (_, message, expected) => {
    expect(hex(message)).toBe(expected);
  });

  test('encodes floating point little-endian as IEEE 754', () => {
    // 1 = 0x3ff0... as a double, 0x3f800000 as a float; tags 1 * 8 + 1 and 2 * 8 + 5
    expect(hex(new ProtobufMessage().double(1, 1).float(2, 1))).toBe('09000000000000f03f150000803f');
  });

  test('keeps integers beyond 32 bits and fields beyond 15', () => {
    // 2^35 = 1 << (5 * 7): five bytes of zero payload, then 1; field 16 * 8 = 128 takes two bytes
    expect(hex(new ProtobufMessage().integer(16, 2 ** 35))).toBe('8001808080808001');
  });
});
