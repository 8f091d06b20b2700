import type { Image } from '@aigc/media/image';
import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import { comparePictures } from './picture-statistics.js';

const SIDE = 16;
// Means of a few hundred distances of random pictures of 256 pixels differ by about 1 %.
const SAMPLING_ERROR = 0.03;

/** Pictures of independent pixels: any two are about as far apart as any other two. */
function noisePictures(count: number, name: string): Image[] {
  const stream = randomStream(3).fork(name);
  return Array.from({ length: count }, (_, i) => {
    const values = stream.at(i).uniform(SIDE * SIDE);
    return { width: SIDE, height: SIDE, channels: 1, data: Uint8Array.from(values, (value) => Math.floor(value * 256)) };
  });
}

const training = noisePictures(200, 'training');
const heldOut = noisePictures(50, 'held out');

describe('comparePictures', () => {
  test('finds new pictures of the same kind as varied, and no copies among them', () => {
    const statistics = comparePictures({ samples: noisePictures(64, 'samples'), training, heldOut });

    expect(statistics).toMatchObject({ count: 64, copies: 0, heldOutCopies: 0 });
    expect(Math.abs((statistics?.spread ?? 0) - 1)).toBeLessThan(SAMPLING_ERROR);
    expect(Math.abs((statistics?.separation ?? 0) - 1)).toBeLessThan(SAMPLING_ERROR);
  });

  test('measures collapse to k pictures as 1 - 1/k of the pairs', () => {
    const modes = noisePictures(2, 'modes');
    const samples = Array.from({ length: 64 }, (_, i) => modes[i % 2] as Image);

    // of 64 * 63 ordered pairs, 64 * 32 are of different pictures: 0.508
    const statistics = comparePictures({ samples, training });
    expect(Math.abs((statistics?.spread ?? 0) - 32 / 63)).toBeLessThan(SAMPLING_ERROR);
    expect(statistics?.separation).toBe(0);
  });

  test('finds copies with slight noise, and which pictures they copy', () => {
    const fresh = noisePictures(30, 'fresh');
    const copied = training
      .slice(10, 20)
      .map((image) => ({ ...image, data: image.data.map((value) => Math.min(255, value + 4)) }));

    const statistics = comparePictures({ samples: [...copied, ...fresh], training, heldOut });

    expect(statistics?.copies).toBe(10 / 40);
    expect(statistics?.nearest.slice(0, 10)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  test('takes no blurred picture for a copy: it is near to many', () => {
    // the mean of four training pictures is about as near to each of the four
    const samples = Array.from({ length: 40 }, (_, i): Image => {
      const parts = [0, 1, 2, 3].map((part) => training[i * 4 + part] as Image);
      const data = Uint8Array.from(
        { length: SIDE * SIDE },
        (_, at) => parts.reduce((sum, part) => sum + (part.data[at] as number), 0) / 4,
      );
      return { width: SIDE, height: SIDE, channels: 1, data };
    });

    expect(comparePictures({ samples, training })).toMatchObject({ copies: 0, heldOutCopies: undefined });
  });

  test('compares pictures of other sizes and channels by their means', () => {
    // each pixel of the small picture as a 2 x 2 block of the large one, in three equal channels
    const large = training.slice(0, 30).map((image): Image => {
      const side = SIDE * 2;
      const at = (i: number) => Math.floor(Math.floor(i / 3 / side) / 2) * SIDE + Math.floor((Math.floor(i / 3) % side) / 2);
      return {
        width: side,
        height: side,
        channels: 3,
        data: Uint8Array.from({ length: side * side * 3 }, (_, i) => image.data[at(i)] as number),
      };
    });

    expect(comparePictures({ samples: large, training })).toMatchObject({
      copies: 1,
      nearest: Array.from({ length: 30 }, (_, i) => i),
    });
  });

  test('needs two of each', () => {
    expect(comparePictures({ samples: training.slice(0, 1), training })).toBeUndefined();
  });
});
