// Damage that decoding alone often misses is found by the index of hashes: every file with 1 to 6 changed bytes, of six formats.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeImage } from '@aigc/media/image';
import { tinyImage } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import { type InspectedData, type InspectOptions, inspectData } from './inspect-data.js';
import { prepareData } from './prepare-data.js';

const sharp = createRequire(import.meta.url)('sharp') as typeof import('sharp').default;
const FORMATS = ['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const;
const FILES_PER_FORMAT = 200;
const SIZE = 16;

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function inspect(options: InspectOptions): Promise<InspectedData> {
  const events = inspectData(options);
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
  }
}

async function prepare(path: string, out: string): Promise<void> {
  for await (const _ of prepareData({ path, out, size: SIZE }));
}

/** Changes 1 to 6 bytes of a file to other values. */
async function corrupt(path: string, seed: number): Promise<void> {
  const bytes = await readFile(path);
  const random = randomStream(seed);
  const count = 1 + Math.floor((random.uniform(1)[0] as number) * 6);
  const draws = random.fork('bytes').uniform(2 * count);
  for (const at of new Set(Array.from({ length: count }, (_, i) => Math.floor((draws[i] as number) * bytes.length)))) {
    bytes[at] = ((bytes[at] as number) + 1 + Math.floor((draws[count] as number) * 255)) % 256;
  }
  await writeFile(path, bytes);
}

describe.each(FORMATS)('%s files', (format) => {
  test('are all listed when they are damaged after they were indexed', async () => {
    const [raw, prepared] = [join(dir, format), join(dir, `${format}-prepared`)];
    await mkdir(raw);
    const names = Array.from({ length: FILES_PER_FORMAT }, (_, i) => `${String(i).padStart(3, '0')}.${format}`);
    for (const [i, name] of names.entries()) {
      const { width, height, channels, data } = tinyImage(i, { size: SIZE });
      await writeFile(join(raw, name), await sharp(data, { raw: { width, height, channels } }).toFormat(format).toBuffer());
    }
    await prepare(raw, prepared);
    expect((await inspect({ path: raw, against: prepared })).problem).toBeUndefined();

    for (const [i, name] of names.entries()) if (i % 2 === 0) await corrupt(join(raw, name), i);
    const { card, problem } = await inspect({ path: raw, against: prepared, maxBad: 1 });

    expect(card.changes).toEqual({ changed: names.filter((_, i) => i % 2 === 0), missing: [], added: [] });
    expect(problem).toMatchObject({ code: 'E-DATA-035', exitCode: 10 });
    const undecodable = card.bad.length;
    process.stderr.write(`${format}: 100 of 100 damaged files listed; decoding alone finds ${undecodable}\n`);
  });
});

test('damaged pixels of prepared data are all listed', async () => {
  const [raw, prepared] = [join(dir, 'plain'), join(dir, 'plain-prepared')];
  await mkdir(raw);
  for (let i = 0; i < 100; i++) {
    const { width, height, channels, data } = tinyImage(i, { size: SIZE });
    await writeFile(join(raw, `${i}.png`), await sharp(data, { raw: { width, height, channels } }).png().toBuffer());
  }
  await prepare(raw, prepared);
  const file = join(prepared, 'pixels-000.bin');
  const whole = await readFile(file);

  for (let seed = 0; seed < 50; seed++) {
    await writeFile(file, whole);
    await corrupt(file, seed);
    const { card, problem } = await inspect({ path: prepared, maxBad: 1 });
    expect(card.bad.length).toBeGreaterThan(0);
    expect(problem).toMatchObject({ code: 'E-DATA-036', exitCode: 10 });
  }
});

test('odd files are skipped or read, and never end the process', async () => {
  const raw = join(dir, 'odd');
  await mkdir(join(raw, 'sub'), { recursive: true });
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await writeFile(join(raw, 'really-a-png.jpg'), png);
  await writeFile(join(raw, 'empty.png'), '');
  await writeFile(join(raw, 'text.png'), 'no picture');
  await mkdir(join(raw, 'folder.png'));
  await symlink('..', join(raw, 'sub', 'loop.png'));
  await symlink('self.png', join(raw, 'self.png'));

  const { card, problem } = await inspect({ path: raw });

  expect(card.count).toBe(1);
  expect(card.bad.map(({ path }) => path)).toEqual(['empty.png', 'self.png', 'text.png']);
  expect(problem).toMatchObject({ code: 'E-DATA-005', exitCode: 10 });
});

test('media that would take over the machine are refused', async () => {
  // the header of a PNG of 60000 x 60000 pixels
  const huge = Buffer.from('89504e470d0a1a0a0000000d494844520000ea600000ea6008060000002a8a8d1f0000000049454e44ae426082', 'hex');
  const entities =
    '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>';
  const playlist = '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/a.ts\n';

  await expect(decodeImage(huge)).rejects.toMatchObject({ exitCode: 10 });
  for (const text of [entities, playlist, 'RIFF\xff\xff\xff\xffAVI LIST']) {
    await expect(decodeImage(Buffer.from(text))).rejects.toMatchObject({ code: 'E-DECODE-002', exitCode: 10 });
  }
});
