import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../../random/random-stream.js';
import { AUGMENTATION_NAMES, augmented, parseAugment } from './augmentations.js';
import { crop } from './crop.js';
import { cutout } from './cutout.js';
import { mirrored } from './flip.js';
import type { FloatPicture } from './float-picture.js';
import { noise } from './noise.js';
import { rotated } from './rotate.js';
import { scale } from './scale.js';

// float32 sums of four weighted values
const ROUNDING = 5;
const random = randomStream(1);

function picture(width: number, height: number, channels: number): FloatPicture {
  return {
    width,
    height,
    channels,
    data: random
      .fork('picture')
      .uniform(width * height * channels)
      .map((v) => 2 * v - 1),
  };
}
const square = (data: number[]): FloatPicture => {
  const side = Math.sqrt(data.length);
  return { width: side, height: side, channels: 1, data: Float32Array.from(data) };
};

describe.each(AUGMENTATION_NAMES)('%s', (name) => {
  const original = picture(7, 5, 3);
  const once = (strength: number, stream = random.at(3)) => augmented(original, { [name]: strength }, stream);

  test('changes nothing at strength 0', () => {
    expect(once(0)).toEqual(original);
  });

  test('gives the same for the same stream, and over some steps not always the same', () => {
    expect(once(0.5)).toEqual(once(0.5));
    const seen = new Set(Array.from({ length: 20 }, (_, step) => once(0.5, random.at(step)).data.join()));
    expect(seen.size).toBeGreaterThan(1);
  });

  test('keeps size and range, and leaves the original as it was', () => {
    const before = original.data.slice();

    for (let step = 0; step < 20; step++) {
      const { width, height, channels, data } = once(1, random.at(step));
      expect([width, height, channels, data.length]).toEqual([7, 5, 3, 105]);
      expect(data.every((value) => value >= -1 && value <= 1)).toBe(true);
    }

    expect(original.data).toEqual(before);
  });
});

describe('what each one does', () => {
  test('flip is its own inverse', () => {
    expect([...mirrored(square([1, 0, 0.5, -1])).data]).toEqual([0, 1, -1, 0.5]);
    expect(mirrored(mirrored(picture(4, 3, 3)))).toEqual(picture(4, 3, 3));
  });

  test('flip at strength 0.5 mirrors half of the pictures', () => {
    const lopsided = square([1, 0, 1, 0]);
    const flips = Array.from({ length: 400 }, (_, step) => augmented(lopsided, { flip: 0.5 }, random.at(step)).data[0] === 0);

    // binomial: 200, standard deviation 10; five of them
    expect(Math.abs(flips.filter(Boolean).length - 200)).toBeLessThan(50);
  });

  test('a quarter turn counter-clockwise moves the right column to the top', () => {
    const turned = rotated(square([1, 0.5, 0, 0.25]), Math.PI / 2);

    // rows [1 0.5] [0 0.25]: the right column 0.5, 0.25 becomes the top row
    expect([...turned.data].map((v) => Number(v.toFixed(ROUNDING)))).toEqual([0.5, 0.25, 1, 0]);
  });

  test('four quarter turns are none', () => {
    const original = picture(5, 5, 2);
    let turned = original;
    for (let i = 0; i < 4; i++) turned = rotated(turned, Math.PI / 2);

    turned.data.forEach((value, i) => {
      expect(value).toBeCloseTo(original.data[i] as number, ROUNDING);
    });
  });

  test('scale keeps the middle in its place', () => {
    const dot = square([-1, -1, -1, -1, 1, -1, -1, -1, -1]);

    for (let step = 0; step < 10; step++) expect(scale(dot, 0.5, random.at(step)).data[4]).toBeCloseTo(1, ROUNDING);
  });

  test('crop shifts by whole pixels and mirrors what is missing', () => {
    // one row: each result must be a stretch of the row continued by reflection: c b | a b c | b a
    const row: FloatPicture = { width: 3, height: 1, channels: 1, data: Float32Array.of(0.1, 0.2, 0.3) };
    const allowed = ['0.2,0.1,0.2', '0.1,0.2,0.3', '0.2,0.3,0.2'];
    const seen = new Set<string>();
    for (let step = 0; step < 50; step++) {
      seen.add([...crop(row, 1 / 3, random.at(step)).data].map((v) => v.toFixed(1)).join());
    }

    expect([...seen].sort()).toEqual(allowed.sort());
  });

  test('cutout covers one square with grey, at most of its size', () => {
    const white = square(new Array(100).fill(1));

    for (let step = 0; step < 20; step++) {
      const covered = cutout(white, 0.4, random.at(step)).data.filter((value) => value === 0).length;
      // 4 x 4 pixels, a quarter of them at least inside
      expect(covered).toBeGreaterThanOrEqual(4);
      expect(covered).toBeLessThanOrEqual(16);
    }
  });

  test('noise has the standard deviation that was asked for', () => {
    const { data } = noise({ width: 100, height: 100, channels: 1, data: new Float32Array(10_000) }, 0.1, random);
    const deviation = Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);

    // its own standard error: 0.1 / sqrt(2 * 10000) = 0.0007; five of them
    expect(Math.abs(deviation - 0.1)).toBeLessThan(0.0036);
  });
});

describe('parseAugment', () => {
  test('reads names with strengths or without, into the order in which they are applied', () => {
    expect(parseAugment('flip, crop:0.25')).toEqual({ crop: 0.25, flip: 0.5 });
    expect(Object.keys(parseAugment('flip,crop'))).toEqual(['crop', 'flip']);
    expect(parseAugment('none')).toEqual({});
  });

  test.each([
    ['blur', 'E-CONFIG-120'],
    ['toString', 'E-CONFIG-120'],
    ['flip:2', 'E-CONFIG-121'],
    ['flip:', 'E-CONFIG-121'],
    ['flip:0.1:0.2', 'E-CONFIG-121'],
  ])('refuses %s', (text, code) => {
    expect(() => parseAugment(text)).toThrow(expect.objectContaining({ code, exitCode: 2 }));
  });
});
