import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { decodeImage } from './decode-image.js';
import { encodePng } from './encode-png.js';
import { insertPngText, readPngText } from './png-text.js';

const PIXEL = { width: 1, height: 1, channels: 3 as const, data: Uint8Array.of(10, 20, 30) };

describe('PNG text', () => {
  test('comes back as it was written, in any script', async () => {
    const text = { aigc: '{"note":"Größe – 寸法 – 🧱"}', Comment: '', Author: 'Ωmega\nsecond line' };

    const png = await encodePng(PIXEL, { text });

    expect(readPngText(png)).toEqual(text);
    expect((await decodeImage(png)).data).toEqual(PIXEL.data);
    expect((await sharp(png).metadata()).comments).toContainEqual({ keyword: 'aigc', text: text.aigc });
  });

  test('is replaced by keyword, other text kept', async () => {
    const png = await encodePng(PIXEL, { text: { aigc: 'old', Title: 'kept' } });

    expect(readPngText(insertPngText(png, { aigc: 'new' }))).toEqual({ Title: 'kept', aigc: 'new' });
  });

  test('gives the same bytes for the same pixels and text', async () => {
    const [first, second] = await Promise.all([encodePng(PIXEL, { text: { a: 'b' } }), encodePng(PIXEL, { text: { a: 'b' } })]);

    expect(Buffer.compare(first, second)).toBe(0);
  });

  test('is read from the three kinds of chunk', async () => {
    const plain = await encodePng(PIXEL);
    const chunks = [
      chunk('tEXt', Buffer.concat([Buffer.from('plain\0caf\xe9', 'latin1')])),
      chunk('zTXt', Buffer.concat([Buffer.from('packed\0\0', 'latin1'), deflateSync('zipped')])),
      // Flag 1 = compressed, method 0, language "de", translated keyword "x".
      chunk('iTXt', Buffer.concat([Buffer.from('both\0\x01\0de\0x\0', 'latin1'), deflateSync('größer')])),
    ];
    const png = Buffer.concat([plain.subarray(0, 33), ...chunks, plain.subarray(33)]); // after signature (8) and IHDR (25)

    expect(readPngText(png)).toEqual({ plain: 'café', packed: 'zipped', both: 'größer' });
  });

  test('refuses what is no whole PNG file', async () => {
    const png = await encodePng(PIXEL, { text: { aigc: 'text' } });
    const flipped = png.slice();
    const inText = Buffer.from(png).indexOf('iTXt') + 6;
    flipped[inText] = flipped[inText]! ^ 1;

    expect(() => readPngText(Uint8Array.of(1, 2, 3))).toThrow(/signature/);
    expect(() => readPngText(png.subarray(0, -4))).toThrow(/cut off/);
    expect(() => readPngText(flipped)).toThrow(/checksum of iTXt differs/);
  });
});

function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length, 0);
  head.write(type, 4, 'latin1');
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(bitwiseCrc(Buffer.concat([head.subarray(4), content])), 0);
  return Buffer.concat([head, content, tail]);
}

/** CRC-32 bit by bit from its polynomial (PNG specification, annex D), independent of the library's table. */
function bitwiseCrc(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
