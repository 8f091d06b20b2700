import { describe, expect, test } from '@jest/globals';
import type { Image } from './image.js';
import { resample } from './resample.js';
import { resize, resizeCover } from './resize.js';

describe('resizeCover', () => {
  test('cuts the centre to the wanted aspect', async () => {
    // 30 x 10: black, white and black thirds; the centre square is white.
    const data = Uint8Array.from({ length: 300 }, (_, i) => (i % 30 >= 10 && i % 30 < 20 ? 255 : 0));

    const centre = await resizeCover({ width: 30, height: 10, channels: 1, data }, 10, 10);

    expect(centre).toEqual({ width: 10, height: 10, channels: 1, data: new Uint8Array(100).fill(255) });
  });

  test('keeps channels and hits the size exactly', async () => {
    const image: Image = { width: 7, height: 5, channels: 4, data: new Uint8Array(140).fill(200) };

    expect(await resizeCover(image, 13, 3)).toMatchObject({ width: 13, height: 3, channels: 4 });
  });
});

describe('resize', () => {
  test('keeps 16 bits: a plain level survives exactly', async () => {
    const image: Image<Uint16Array> = { width: 4, height: 4, channels: 1, data: new Uint16Array(16).fill(12345) };

    const larger = await resize(image, 9, 6);

    expect(larger).toEqual({ width: 9, height: 6, channels: 1, data: new Uint16Array(54).fill(12345) });
  });

  test('interpolates between 8-bit steps in 16 bits', async () => {
    // Linear interpolation of 1000 -> 1004 at pixel centres 1/4 and 3/4 of the way: 1001 and 1003.
    const image: Image<Uint16Array> = { width: 2, height: 1, channels: 1, data: Uint16Array.of(1000, 1004) };

    expect([...(await resize(image, 4, 1, 'linear')).data]).toEqual([1000, 1001, 1003, 1004]);
  });

  test('repeats pixels with the nearest kernel', async () => {
    const image: Image = { width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };

    expect([...(await resize(image, 4, 1, 'nearest')).data]).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
  });
});

describe('resample', () => {
  /** Cosine with `periods` over the width: what a tile may hold. */
  const wave = (width: number, periods: number) =>
    Float32Array.from({ length: width }, (_, i) => Math.cos((2 * Math.PI * periods * (i + 0.5)) / width));
  /** Lanczos with three lobes keeps a wave of 16 samples a period to about 1 %. */
  const LANCZOS_ERROR = 0.01;

  test('enlarges a tile without shift or seam', () => {
    const enlarged = resample({ width: 32, height: 1, channels: 1, data: wave(32, 2) }, 128, 1, { border: 'wrap' });

    // The wave sampled at the true pixel centres of the larger grid.
    const expected = wave(128, 2);
    expect(Math.max(...enlarged.data.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(LANCZOS_ERROR);
  });

  test('reduces without aliasing: a pattern finer than the result becomes its mean', () => {
    const data = Float32Array.from({ length: 64 }, (_, i) => i % 2);

    const reduced = resample({ width: 64, height: 1, channels: 1, data }, 8, 1, { border: 'wrap' });

    for (const value of reduced.data) expect(value).toBeCloseTo(0.5, 2);
  });

  test.each(['linear', 'cubic', 'mitchell', 'lanczos3'] as const)('keeps a plain level with the %s kernel', (kernel) => {
    const image: Image = { width: 5, height: 4, channels: 3, data: new Uint8Array(60).fill(77) };

    expect(resample(image, 11, 3, { kernel }).data).toEqual(new Uint8Array(99).fill(77));
  });

  test('does not let hidden colour bleed out of transparent pixels', () => {
    // White, opaque beside black, transparent: the colour in between stays white and only alpha falls.
    const image: Image = { width: 2, height: 1, channels: 2, data: Uint8Array.of(255, 255, 0, 0) };

    const { data } = resample(image, 4, 1, { kernel: 'linear' });

    expect([...data]).toEqual([255, 255, 255, 191, 255, 64, 0, 0]);
  });
});
