import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { imageFormat } from './image-format.js';

describe('imageFormat', () => {
  test.each([
    ['png', 'png'],
    ['jpeg', 'jpeg'],
    ['webp', 'webp'],
    ['gif', 'gif'],
    ['tiff', 'tiff'],
    ['avif', 'heif'],
  ] as const)('knows a %s file by its first bytes', async (written, format) => {
    const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
      .toFormat(written)
      .toBuffer();

    expect(imageFormat(bytes)).toBe(format);
  });

  test.each(['<svg xmlns="http://www.w3.org/2000/svg"/>', '#EXTM3U\nfile.ts', '%PDF-1.7', ''])('knows nothing of %j', (text) => {
    expect(imageFormat(Buffer.from(text))).toBeUndefined();
  });
});
