import { describe, expect, test } from '@jest/globals';
import { contactSheet } from './contact-sheet.js';
import { flattenAlpha } from './flatten-alpha.js';
import { linearToSrgb, srgbToLinear } from './srgb.js';
import { isGrey, toChannels } from './to-channels.js';

describe('flattenAlpha', () => {
  test('mixes colour and background by alpha', () => {
    // Alpha 51 is 0.2: 100 * 0.2 + 200 * 0.8 = 180, 50 * 0.2 + 0 = 10, 255 * 0.2 + 10 * 0.8 = 59.
    const image = { width: 1, height: 3, channels: 4 as const, data: Uint8Array.of(100, 50, 255, 51, 1, 2, 3, 255, 9, 9, 9, 0) };

    expect(flattenAlpha(image, [200, 0, 10])).toEqual({
      width: 1,
      height: 3,
      channels: 3,
      data: Uint8Array.of(180, 10, 59, 1, 2, 3, 200, 0, 10),
    });
  });

  test('keeps grey over grey and makes colour over colour', () => {
    const image = { width: 1, height: 1, channels: 2 as const, data: Uint8Array.of(100, 51) };

    expect(flattenAlpha(image, [200, 200, 200])).toMatchObject({ channels: 1, data: Uint8Array.of(180) });
    expect(flattenAlpha(image, [200, 0, 0])).toMatchObject({ channels: 3, data: Uint8Array.of(180, 20, 20) });
  });
});

describe('toChannels', () => {
  test('weighs colours as Rec. 709 does', () => {
    // 255 * 0.2126 = 54.2, 255 * 0.7152 = 182.4, 255 * 0.0722 = 18.4
    const primaries = { width: 3, height: 1, channels: 3 as const, data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255) };

    expect([...toChannels(primaries, 1).data]).toEqual([54, 182, 18]);
    expect(isGrey(primaries)).toBe(false);
  });

  test('goes from grey to RGB and back unchanged', () => {
    const grey = { width: 256, height: 1, channels: 1 as const, data: Uint8Array.from({ length: 256 }, (_, i) => i) };

    const colour = toChannels(grey, 3);

    expect(isGrey(colour)).toBe(true);
    expect(toChannels(colour, 1)).toEqual(grey);
  });

  test('refuses alpha', () => {
    const image = { width: 1, height: 1, channels: 2 as const, data: Uint8Array.of(1, 2) };

    expect(() => toChannels(image, 1)).toThrow(/expected .* without alpha/);
  });
});

describe('contactSheet', () => {
  test('lays images out row by row', () => {
    const grey = (value: number) => ({ width: 1, height: 1, channels: 1 as const, data: Uint8Array.of(value) });

    const sheet = contactSheet([grey(1), grey(2), grey(3)], { gap: 1, background: 9 });

    // Two columns, since sqrt(3) rounds up to 2; one pixel of gap around each image.
    expect(sheet).toMatchObject({ width: 5, height: 5, channels: 1 });
    expect([...sheet.data]).toEqual([9, 9, 9, 9, 9, 9, 1, 9, 2, 9, 9, 9, 9, 9, 9, 9, 3, 9, 9, 9, 9, 9, 9, 9, 9]);
  });

  test('becomes RGB when one image is, and flattens alpha over the background', () => {
    const sheet = contactSheet(
      [
        { width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) },
        { width: 1, height: 1, channels: 2, data: Uint8Array.of(77, 0) },
      ],
      { gap: 0, background: 9, columns: 2 },
    );

    expect(sheet).toEqual({ width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 9, 9, 9) });
  });
});

describe('sRGB transfer', () => {
  test('maps 0.5 to 0.2140 and back', () => {
    // ((0.5 + 0.055) / 1.055) ^ 2.4 = 0.214041
    expect(srgbToLinear(0.5)).toBeCloseTo(0.214041, 6);
    expect(linearToSrgb(0.214041)).toBeCloseTo(0.5, 6);
  });

  test('is inverted by its inverse on every 8-bit level', () => {
    for (let level = 0; level < 256; level++) expect(linearToSrgb(srgbToLinear(level / 255)) * 255).toBeCloseTo(level, 9);
  });
});
