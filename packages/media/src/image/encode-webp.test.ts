import { expect, test } from '@jest/globals';
import { decodeImage } from './decode-image.js';
import { encodeWebp } from './encode-webp.js';
import type { Image } from './image.js';

// A smooth ramp at quality 80: half a per cent of the range on average.
const MEAN_ERROR = 1.5;

test('a smooth picture stays what it was in a fraction of the bytes', async () => {
  const side = 64;
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => (Math.floor(i / 3) % side) * 2 + (i % 3) * 30);
  const image: Image = { width: side, height: side, channels: 3, data };

  const bytes = await encodeWebp(image);
  const decoded = await decodeImage(bytes);

  expect(decoded).toMatchObject({ width: side, height: side, channels: 3 });
  const error = decoded.data.reduce((sum, value, i) => sum + Math.abs(value - (data[i] as number)), 0) / data.length;
  expect(error).toBeLessThan(MEAN_ERROR);
  expect(bytes.length).toBeLessThan(data.length / 10);
});

test('a lower quality gives a smaller file', async () => {
  const data = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i * 7919) % 256);
  const image: Image = { width: 64, height: 64, channels: 1, data };

  expect((await encodeWebp(image, { quality: 30 })).length).toBeLessThan((await encodeWebp(image, { quality: 90 })).length);
});
