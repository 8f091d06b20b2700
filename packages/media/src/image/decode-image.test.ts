import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { decodeImage, decodeImage16 } from './decode-image.js';
import { encodePng } from './encode-png.js';
import type { Image } from './image.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** 2 x 1 pixels: red, then blue. */
const RED_BLUE: Image = { width: 2, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0, 0, 0, 255) };

function gradient(width: number, height: number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7) % 256);
}

describe('decodeImage', () => {
  test.each([1, 2, 3, 4] as const)('returns the very pixels of a lossless file with %i channels', async (channels) => {
    const data = Uint8Array.from({ length: 5 * 3 * channels }, (_, i) => (i * 37) % 256);
    const image: Image = { width: 5, height: 3, channels, data };

    const decoded = await decodeImage(await encodePng(image));

    expect(decoded).toEqual(image);
  });

  test('reads a palette image as RGB', async () => {
    const png = await sharp(RED_BLUE.data, { raw: { width: 2, height: 1, channels: 3 } })
      .png({ palette: true })
      .toBuffer();

    expect(await decodeImage(png)).toEqual(RED_BLUE);
  });

  test('turns a picture upright by its EXIF orientation', async () => {
    // Orientation 6: the camera was held so that the picture must be turned 90 degrees clockwise; the left pixel ends on top.
    const raw = sharp(RED_BLUE.data, { raw: { width: 2, height: 1, channels: 3 } });
    const png = await raw.withMetadata({ orientation: 6 }).png().toBuffer();

    expect(await decodeImage(png)).toEqual({ ...RED_BLUE, width: 1, height: 2 });
  });

  test('rounds 16 bits to the nearest of 8', async () => {
    // 257 * v is the 16-bit form of v; 128 below the next step is nearer to v, 129 above is nearer to v + 1.
    const data = Uint16Array.of(0, 128, 129, 257 * 200 + 128, 257 * 200 + 129, 65535);

    const decoded = await decodeImage(await encodePng({ width: 6, height: 1, channels: 1, data }));

    expect([...decoded.data]).toEqual([0, 0, 1, 200, 201, 255]);
  });

  test('converts CMYK to three channels', async () => {
    const raw = sharp(gradient(16, 16), { raw: { width: 16, height: 16, channels: 3 } });
    const jpeg = await raw.toColourspace('cmyk').jpeg().toBuffer();

    expect(await decodeImage(jpeg)).toMatchObject({ width: 16, height: 16, channels: 3 });
  });

  test('keeps a grey JPEG at one channel', async () => {
    const raw = sharp(new Uint8Array(64).fill(90), { raw: { width: 8, height: 8, channels: 1 } });
    const jpeg = await raw.toColourspace('b-w').jpeg().toBuffer();

    expect(await decodeImage(jpeg)).toEqual({ width: 8, height: 8, channels: 1, data: new Uint8Array(64).fill(90) });
  });

  test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('refuses a truncated %s file by name', async (format) => {
    const whole = await sharp(gradient(64, 64), { raw: { width: 64, height: 64, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    const path = join(folder, `cut.${format}`);
    await writeFile(path, whole.subarray(0, Math.floor(whole.length * 0.9)));

    await expect(decodeImage(path)).rejects.toMatchObject({ name: 'DecodeError', code: 'E-DECODE-003', path, exitCode: 10 });
  });

  test('says what is wrong with a source that is no image', async () => {
    const path = join(folder, 'notes.png');
    await writeFile(path, 'just text');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');

    await expect(decodeImage(join(folder, 'absent.png'))).rejects.toMatchObject({ code: 'E-DECODE-001' });
    await expect(decodeImage(folder)).rejects.toMatchObject({ code: 'E-DECODE-001', message: /is a folder/ });
    await expect(decodeImage(path)).rejects.toMatchObject({ code: 'E-DECODE-002', path });
    await expect(decodeImage(svg, { name: 'a.svg' })).rejects.toMatchObject({ code: 'E-DECODE-002', path: 'a.svg' });
    await expect(decodeImage(new Uint8Array())).rejects.toMatchObject({ code: 'E-DECODE-003', message: /empty/ });
  });

  test('refuses more pixels than allowed', async () => {
    const png = await encodePng({ width: 10, height: 10, channels: 1, data: new Uint8Array(100) });

    await expect(decodeImage(png, { maxPixels: 99 })).rejects.toMatchObject({ code: 'E-DECODE-004', message: /10 x 10/ });
    await expect(decodeImage(png, { maxPixels: 100 })).resolves.toMatchObject({ width: 10 });
  });
});

describe('decodeImage16', () => {
  test.each([1, 2, 3, 4] as const)('keeps all 65,536 levels through a PNG file with %i channels', async (channels) => {
    // 65,536 * 3 values in any case, so that every level is there whatever the number of channels.
    const count = 65536 * 3;
    const data = Uint16Array.from({ length: count }, (_, i) => i % 65536);
    const image = { width: 256, height: count / channels / 256, channels, data };

    const decoded = await decodeImage16(await encodePng(image));

    expect(decoded.channels).toBe(channels);
    expect(Buffer.compare(Buffer.from(decoded.data.buffer), Buffer.from(data.buffer))).toBe(0);
  });

  test('spreads 8 bits over the whole range', async () => {
    const decoded = await decodeImage16(await encodePng(RED_BLUE));

    expect([...decoded.data]).toEqual([65535, 0, 0, 0, 0, 65535]);
  });
});
