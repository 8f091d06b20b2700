import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../../random/random-stream.js';
import { nearDuplicates } from './near-duplicates.js';
import { hashDistance, type PictureHash, pictureHash } from './picture-hash.js';

const thumbnail = new Uint8Array(256);
const hash = (high: number, low: number, levels = thumbnail): PictureHash => ({
  bits: [high >>> 0, low >>> 0],
  thumbnail: levels,
});

describe('hashDistance', () => {
  test('counts the bits that differ', () => {
    expect(hashDistance(hash(0, 0), hash(0xffffffff, 0xffffffff))).toBe(64);
    expect(hashDistance(hash(0b1010, 1), hash(0b0110, 1))).toBe(2);
  });
});

describe('nearDuplicates', () => {
  test('finds every pair of at most three bits, wherever they are, and no others', () => {
    const random = randomStream(3);
    for (let trial = 0; trial < 50; trial++) {
      const bits = (n: number): [number, number] => {
        const chosen = [...random.at(trial).permutation(64)].slice(0, n);
        const word = (from: number): number =>
          chosen.reduce((sum, b) => (b >= from && b < from + 32 ? sum | (1 << (b - from)) : sum), 0);
        return [word(0), word(32)];
      };
      const [near, far] = [bits(3), bits(4)];

      expect(nearDuplicates([hash(0, 0), hash(...near)])).toEqual([[0, 1]]);
      expect(nearDuplicates([hash(0, 0), hash(...far)])).toEqual([]);
    }
  });

  test('joins chains into one group, and leaves out flat pictures', () => {
    const hashes = [hash(0, 0), undefined, hash(0, 0b111), hash(0, 0b111111), undefined, hash(0xffff, 0xffff)];

    expect(nearDuplicates(hashes)).toEqual([[0, 2, 3]]);
  });

  test('keeps apart pictures of like frequencies and other grey levels', () => {
    expect(nearDuplicates([hash(0, 0), hash(0, 0, new Uint8Array(256).fill(21))])).toEqual([]);
    expect(nearDuplicates([hash(0, 0), hash(0, 0, new Uint8Array(256).fill(20))])).toEqual([[0, 1]]);
  });
});

describe('pictureHash', () => {
  const ramp = (width: number, height: number) =>
    ({
      width,
      height,
      channels: 1,
      data: Uint8Array.from({ length: width * height }, (_, i) => (255 * (i % width)) / width),
    }) as const;

  test('is that of the same picture at another size', () => {
    const [small, large] = [pictureHash(ramp(32, 32)), pictureHash(ramp(128, 96))];

    expect(hashDistance(small as PictureHash, large as PictureHash)).toBeLessThanOrEqual(3);
  });

  test('is undefined for a flat picture', () => {
    expect(pictureHash({ width: 5, height: 5, channels: 1, data: new Uint8Array(25).fill(80) })).toBeUndefined();
  });
});
