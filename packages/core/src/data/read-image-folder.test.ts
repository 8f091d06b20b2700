import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '@aigc/media/image';
import { tinyImage, writeTinyImages } from '@aigc/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256 } from '../storage/sha256.js';
import { readImageFolder } from './read-image-folder.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const writePng = async (name: string, image: Parameters<typeof encodePng>[0]) =>
  writeFile(join(dir, name), await encodePng(image));

describe('readImageFolder', () => {
  test('reads pictures of the right size without change, with their hashes', async () => {
    const paths = await writeTinyImages(dir, 3);

    const dataset = await readImageFolder(dir, { size: 8 });

    expect(dataset.facts).toEqual({ kind: 'images', count: 3, channels: 3 });
    expect(dataset.pixels).toEqual(Uint8Array.from([0, 1, 2].flatMap((i) => [...tinyImage(i).data])));
    expect(dataset.manifest.files).toEqual(
      await Promise.all(paths.map(async (path, i) => ({ path: `image-00${i}.png`, sha256: sha256(await readFile(path)) }))),
    );
    expect(dataset.warnings).toEqual([]);
  });

  test('gives one channel when every picture is grey, three when one is not', async () => {
    // RGB files whose channels are equal are grey too
    await writePng('a.png', { width: 2, height: 1, channels: 3, data: Uint8Array.of(7, 7, 7, 9, 9, 9) });
    await writePng('b.png', { width: 1, height: 1, channels: 1, data: Uint8Array.of(5) });
    const grey = await readImageFolder(dir, { size: 1 });
    await writePng('c.png', { width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) });
    const colour = await readImageFolder(dir, { size: 1 });

    expect([grey.facts.channels, grey.pixels.length]).toEqual([1, 2]);
    expect([colour.facts.channels, [...colour.pixels.subarray(3)]]).toEqual([3, [5, 5, 5, 1, 2, 3]]);
  });

  test('lays transparent pixels over the background', async () => {
    await writePng('a.png', { width: 1, height: 1, channels: 4, data: Uint8Array.of(200, 100, 50, 0) });
    await writePng('b.png', { width: 1, height: 1, channels: 4, data: Uint8Array.of(200, 100, 50, 255) });

    const black = await readImageFolder(dir, { size: 1 });
    const white = await readImageFolder(dir, { size: 1, background: [255, 255, 255] });

    expect([...black.pixels]).toEqual([0, 0, 0, 200, 100, 50]);
    expect([...white.pixels]).toEqual([255, 255, 255, 200, 100, 50]);
    expect(white.manifest.hash).not.toBe(black.manifest.hash);
  });

  test('skips one broken file among a hundred good ones, with a warning that names it', async () => {
    await writeTinyImages(dir, 100);
    await writeFile(join(dir, 'image-050b.png'), 'not a picture');

    const dataset = await readImageFolder(dir, { size: 8 });

    expect(dataset.facts.count).toBe(100);
    expect(dataset.pixels.length).toBe(100 * 8 * 8 * 3);
    // the gap is closed: the picture after the broken one follows the one before it
    expect(dataset.pixels.subarray(51 * 192, 52 * 192)).toEqual(tinyImage(51).data);
    expect(dataset.warnings).toEqual([expect.stringMatching(/^skipped image-050b\.png: cannot decode the image/)]);
    expect(dataset.manifest.skipped.map((file) => file.path)).toEqual(['image-050b.png']);
  });

  test('stops at more than one in a hundred and lists up to five, with reasons', async () => {
    await writeTinyImages(dir, 20);
    for (let i = 0; i < 6; i++) await writeFile(join(dir, `bad-${i}.png`), '');

    const reading = readImageFolder(dir, { size: 8 });

    await expect(reading).rejects.toMatchObject({
      code: 'E-DATA-005',
      exitCode: 10,
      path: dir,
      // 6 / 26 = 23.08 %
      hints: ['remove or replace these files, or raise --max-bad to 0.24'],
    });
    const message = await reading.catch((error: Error) => error.message);
    expect(message).toMatch(/^6 of 26 images cannot be used, more than 1 %: bad-0\.png: .*the file is empty; .*; and 1 more$/);
    expect(message).toContain('bad-4.png');
    expect(message).not.toContain('bad-5.png');
    expect((await readImageFolder(dir, { size: 8, maxBad: 0.24 })).facts.count).toBe(20);
  });

  test('stops when every file is broken, whatever is allowed', async () => {
    await writeFile(join(dir, 'a.png'), 'x');

    await expect(readImageFolder(dir, { size: 8, maxBad: 1 })).rejects.toMatchObject({
      code: 'E-DATA-005',
      hints: ['choose another folder'],
    });
  });

  test('gives one hash for the same files and settings, another for others', async () => {
    const [first] = await writeTinyImages(dir, 4);
    const hash = async (size: number) => (await readImageFolder(dir, { size })).manifest.hash;
    const reference = await hash(8);

    expect(await hash(8)).toBe(reference);
    expect(await hash(4)).not.toBe(reference);
    await writeFile(first as string, await encodePng(tinyImage(99)));
    expect(await hash(8)).not.toBe(reference);
  });

  test('reports progress, and stops when it is told to', async () => {
    await writeTinyImages(dir, 5);
    const seen: string[] = [];
    await readImageFolder(dir, { size: 8, onProgress: (done, total) => seen.push(`${done}/${total}`) });
    expect(seen).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);

    const stop = new AbortController();
    const reading = readImageFolder(dir, {
      size: 8,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped by hand')),
    });

    await expect(reading).rejects.toThrow('stopped by hand');
  });
});
