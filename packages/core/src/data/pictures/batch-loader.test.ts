import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyImages } from '@aigc/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { prepareData } from '../prepare-data.js';
import { readPrepared } from '../prepared/prepared-manifest.js';
import { PreparedPictures } from '../prepared/prepared-pictures.js';
import { openSource } from '../sources/open-source.js';
import { ThreadLoader } from './batch-loader.js';
import { loadBatch } from './load-batch.js';
import { readIntoMemory } from './memory-pictures.js';
import type { PictureStore } from './picture-store.js';
import { IMAGE_FILES } from './read-pictures.js';

const policy = { size: 8, fit: 'cover', background: [0, 0, 0], color: 'auto', crops: false } as const;
const layout = { size: 8, channels: 3, augment: { flip: 0.5, rotate: 0.2, noise: 0.1 } } as const;
const squares = [3, 0, 3, 4].map((picture, i) => ({ picture, left: 0, top: 0, seed: 100 * i }));

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
  await writeTinyImages(join(dir, 'raw'), 5);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function inMemory(): Promise<PictureStore> {
  return readIntoMemory(await openSource(join(dir, 'raw'), IMAGE_FILES), { policy });
}

async function onDisk(): Promise<PictureStore> {
  const out = join(dir, 'out');
  for await (const _ of prepareData({ path: join(dir, 'raw'), out, size: 8 }));
  return new PreparedPictures(out, await readPrepared(out));
}

describe('ThreadLoader', () => {
  test.each([
    ['memory', inMemory],
    ['disk', onDisk],
  ])('makes the batches that are made without it, from %s', async (_, open) => {
    const store = await open();
    const loader = new ThreadLoader(store.share(), layout);

    const [first, second] = await Promise.all([loader.load(squares), loader.load(squares.slice(0, 1))]);

    expect(first).toEqual(await loadBatch(store, squares, layout));
    expect(second).toEqual(first.slice(0, 8 * 8 * 3));
    await loader.close();
  });

  test('passes on what is wrong with the data', async () => {
    const store = await onDisk();
    const file = join(dir, 'out', 'pixels-000.bin');
    await writeFile(
      file,
      (await readFile(file)).map((byte) => byte ^ 1),
    );
    const loader = new ThreadLoader(store.share(), layout);

    await expect(loader.load(squares)).rejects.toMatchObject({ code: 'E-DATA-032', exitCode: 10, path: join(dir, 'out') });
    await loader.close();
  });

  test('rejects what is under way when it ends, and everything after', async () => {
    const loader = new ThreadLoader((await inMemory()).share(), layout);
    const loading = loader.load(squares);
    const ending = expect(loading).rejects.toThrow(/ended/);

    await loader.close();

    await ending;
    await expect(loader.load(squares)).rejects.toThrow(/ended/);
  });
});
