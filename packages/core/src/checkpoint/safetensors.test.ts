import { DecodeError, type HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

/** A file by hand: header text, then data; the length is right unless given. */
function file(header: string, data: Uint8Array = new Uint8Array(), length = Buffer.byteLength(header)): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(length));
  return Buffer.concat([bytes, Buffer.from(header), data]);
}

const entry = (dtype: string, shape: unknown, begin: number, end: number): string =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

const TENSORS = new Map<string, HostTensor>([
  ['flags', { shape: [3], dtype: 'bool', data: Uint8Array.of(1, 0, 1) }],
  ['b/kernel', { shape: [2, 2], dtype: 'float32', data: Float32Array.of(1, -0, 1e-45, 3.5) }],
  ['step', { shape: [], dtype: 'int32', data: Int32Array.of(-7) }],
  ['empty', { shape: [0, 4], dtype: 'float32', data: new Float32Array() }],
]);

describe('encodeSafetensors', () => {
  test('writes what decodeSafetensors reads', () => {
    const { tensors, metadata } = decodeSafetensors(encodeSafetensors(TENSORS, { note: 'a' }), 'f');

    expect(new Map([...tensors].sort())).toEqual(new Map([...TENSORS].sort()));
    expect(metadata).toEqual({ note: 'a' });
  });

  test('writes the same bytes whatever the order of the map', () => {
    expect(encodeSafetensors(new Map([...TENSORS].reverse()))).toEqual(encodeSafetensors(TENSORS));
  });

  test('follows the format: length, padded header, aligned data', () => {
    const bytes = encodeSafetensors(new Map([['a', { shape: [1], dtype: 'float32', data: Float32Array.of(1) }]]));

    // {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} has 54 characters, padded to 56; 1.0 is 0x3f800000
    expect(bytes).toEqual(file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  ', Uint8Array.of(0, 0, 0x80, 0x3f)));
  });
});

describe('decodeSafetensors', () => {
  const four = new Uint8Array(4);
  test.each<[string, Uint8Array, string]>([
    ['a file of 3 bytes', new Uint8Array(3), 'the file has 3 bytes, fewer than the 8 of its header length'],
    ['a header beyond the file', file('{}', four, 100), 'the header claims 100 bytes, more than the file has'],
    ['a header length of 2^64 - 1', Buffer.alloc(16, 0xff), 'the header claims 18446744073709551615 bytes'],
    ['a header of 16 MiB + 1', file(' '.repeat(16 * 1024 * 1024 + 1)), 'the limit is 16 MiB'],
    ['a header that starts with a space', file(' {}'), 'the header does not start with {'],
    ['an empty header', file(''), 'the header does not start with {'],
    ['broken JSON', file('{"a":}'), 'the header is not UTF-8 JSON'],
    [
      'invalid UTF-8',
      Buffer.concat([file('{"aa":1}').subarray(0, 10), Uint8Array.of(0xff, 0xff), Buffer.from('":1}')]),
      'not UTF-8',
    ],
    ['a duplicate key', file(`{"a":${entry('F32', [1], 0, 4)},"a":${entry('F32', [1], 0, 4)}}`, four), 'the key "a" twice'],
    ['deep nesting', file(`{"a":${'['.repeat(100_000)}`), 'nested more than three deep'],
    ['metadata that is no string', file('{"__metadata__":{"a":1}}'), '__metadata__ may hold strings only'],
    ['an entry that is no object', file('{"a":[1]}'), 'tensor "a": its entry is not an object'],
    ['an unknown field', file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}', four), 'expected dtype, shape and'],
    ['an unknown dtype', file(`{"a":${entry('F64', [1], 0, 8)}}`, new Uint8Array(8)), 'dtype "F64" is not one of F32, I32, BOOL'],
    ['a dtype of Object', file(`{"a":${entry('constructor', [1], 0, 4)}}`, four), 'dtype "constructor" is not one of'],
    ['rank 9', file(`{"a":${entry('F32', [1, 1, 1, 1, 1, 1, 1, 1, 1], 0, 4)}}`, four), 'shape is not a list of at most 8 sizes'],
    ['a negative size', file(`{"a":${entry('F32', [-1, -1], 0, 4)}}`, four), 'shape is not a list'],
    ['a fraction', file(`{"a":${entry('F32', [0.5, 2], 0, 4)}}`, four), 'shape is not a list'],
    [
      'a size beyond 2^53',
      file('{"a":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,4]}}', four),
      'shape is not a list',
    ],
    // the product wraps to 4 in 64 bits
    [
      'an overflowing product',
      file(`{"a":${entry('BOOL', [4194305, 4194305, 211106198978564], 0, 4)}}`, four),
      'does not fill its 4 bytes',
    ],
    ['three offsets', file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}', four), 'data_offsets is not a pair'],
    ['a reversed range', file(`{"a":${entry('F32', [1], 4, 0)}}`, four), 'does not fill its -4 bytes'],
    ['a gap', file(`{"a":${entry('F32', [1], 4, 8)}}`, new Uint8Array(8)), 'tensor "a" starts at 4, expected 0'],
    [
      'an overlap',
      file(`{"a":${entry('F32', [1], 0, 4)},"b":${entry('F32', [1], 0, 4)}}`, four),
      'tensor "b" starts at 0, expected 4',
    ],
    ['bytes after the data', file(`{"a":${entry('F32', [1], 0, 4)}}`, new Uint8Array(5)), 'the tensors end at 4, the data at 5'],
    ['missing data', file(`{"a":${entry('F32', [1], 0, 4)}}`, new Uint8Array(3)), 'the tensors end at 4, the data at 3'],
    ['a BOOL of 2', file(`{"a":${entry('BOOL', [1], 0, 1)}}`, Uint8Array.of(2)), 'holds a BOOL that is not 0 or 1'],
  ])('refuses %s', (_, bytes, message) => {
    let error: unknown;
    try {
      decodeSafetensors(bytes, 'run/model.safetensors');
    } catch (caught) {
      error = caught;
    }

    expect(error).toBeInstanceOf(DecodeError);
    expect((error as DecodeError).message).toContain(message);
    expect((error as DecodeError).message).toMatch(/^invalid safetensors file: /);
    expect((error as DecodeError).path).toBe('run/model.safetensors');
    expect((error as DecodeError).exitCode).toBe(10);
  });

  test('throws nothing but DecodeError on 20,000 mutated files', () => {
    const good = encodeSafetensors(TENSORS, { note: 'x' });
    // mutate the header more often than data, which anything may be
    const offset = fc.oneof(fc.nat(good.length - 1), fc.nat(12), fc.nat(200));
    fc.assert(
      fc.property(fc.array(fc.tuple(offset, fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat(8), (changes, cut) => {
        const bytes = Uint8Array.from(good.subarray(0, good.length - (cut > 6 ? cut : 0)));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        try {
          decodeSafetensors(bytes, 'f');
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error;
        }
      }),
      { numRuns: 20_000, seed: 1 },
    );
  });
});
