import type { RandomStream } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../../random/random-stream.js';
import { varyBatch } from './vary-batch.js';

const images = (size: number, at: (x: number, y: number) => number) => ({
  shape: [1, size, size, 1],
  dtype: 'float32' as const,
  data: Float32Array.from({ length: size * size }, (_, i) => at(i % size, Math.floor(i / size))),
});

/** A stream whose uniform numbers are chosen; 0.5 changes nothing. */
const drawing = (...values: number[]): RandomStream => ({ uniform: () => Float32Array.from(values) }) as unknown as RandomStream;

describe('varyBatch', () => {
  test('leaves a picture as it is where every draw is in the middle', () => {
    const picture = images(5, (x, y) => x * y - 3);

    expect(varyBatch(picture, drawing(0.5, 0.5, 0.5, 0.5, 0.5, 0.5)).data).toEqual(picture.data);
  });

  test('moves a ramp by 8 hundredths of its width, and continues its border', () => {
    // the picture shows what lies 0.08 * 25 = 2 pixels to the right
    const moved = varyBatch(
      images(25, (x) => x),
      drawing(0.5, 0.5, 0.5, 0.5, 1, 0.5),
    ).data;

    expect([...moved.subarray(0, 25)]).toEqual(Array.from({ length: 25 }, (_, x) => expect.closeTo(Math.min(x + 2, 24), 4)));
  });

  test('changes each picture of a batch in its own way, the same for the same draw', () => {
    const picture = images(8, (x, y) => Math.sin(3 * x + y));
    const batch = { ...picture, shape: [2, 8, 8, 1], data: Float32Array.of(...picture.data, ...picture.data) };

    const { data } = varyBatch(batch, randomStream(1));

    expect(data.subarray(0, 64)).not.toEqual(data.subarray(64));
    expect(varyBatch(batch, randomStream(1)).data).toEqual(data);
    expect(Math.max(...data)).toBeLessThanOrEqual(1);
  });
});
