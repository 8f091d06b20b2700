import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encodePng, type Image } from '@aigc/media/image';
import { type HostTensor, type ImageDataFacts, type InputSpec, type Named, ShapeMismatchError } from '@aigc/plugin-api';
import { tinyImage, writeTinyImages } from '@aigc/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import { sha256 } from '../storage/sha256.js';
import type { BatchReader, DataSettings, Dataset } from './dataset.js';
import { openDataset } from './open-dataset.js';
import { prepareData } from './prepare-data.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function writePng(name: string, image: Image): Promise<void> {
  await mkdir(dirname(join(dir, name)), { recursive: true });
  await writeFile(join(dir, name), await encodePng(image));
}

const open = (imageSize: number, settings: DataSettings = {}, path = dir): Promise<Dataset> =>
  openDataset({ path, request: { kind: 'images', imageSize }, settings });

function specs(dataset: Dataset, batchSize: number): Named<InputSpec> {
  return {
    images: { source: 'images', dtype: 'float32', shape: [batchSize, ...dataset.exampleShape] },
    labels: { source: 'labels', dtype: 'int32', shape: [batchSize] },
  };
}

const reader = (dataset: Dataset, batchSize: number, part: 'train' | 'validation' = 'train'): BatchReader =>
  dataset.openReader(specs(dataset, batchSize), { part, stream: randomStream(5) });

/** Pixels of a batch as bytes, one array for each picture. */
function bytesOf({ shape, data }: HostTensor): number[][] {
  const size = data.length / (shape[0] as number);
  return Array.from({ length: shape[0] as number }, (_, row) =>
    Array.from(data.slice(row * size, (row + 1) * size), (value) => Math.round((value + 1) * 127.5)),
  );
}

describe('a folder of pictures', () => {
  test('is read without change where the size is right, with the hash of each file', async () => {
    const paths = await writeTinyImages(dir, 3);

    const dataset = await open(8);
    const { images } = await reader(dataset, 3).read(0);

    expect(dataset.facts).toEqual({ kind: 'images', count: 3, channels: 3, classes: [] });
    const expected = [0, 1, 2].map((i) => [...tinyImage(i).data]);
    expect(bytesOf(images as HostTensor).sort()).toEqual(expected.sort());
    const hashes = await Promise.all(paths.map(async (path) => sha256(await readFile(path))));
    expect(dataset.manifest.files).toEqual(hashes.map((hash, i) => ({ path: `image-00${i}.png`, sha256: hash })));
  });

  test('scales bytes to [-1, 1]', async () => {
    await writePng('a.png', { width: 2, height: 2, channels: 1, data: Uint8Array.of(0, 255, 51, 204) });

    const { images } = await reader(await open(2), 1).read(0);

    // 51 / 127.5 - 1 = -0.6, 204 / 127.5 - 1 = 0.6
    expect(images?.data).toEqual(Float32Array.of(-1, 1, -0.6, 0.6));
  });

  test('has one channel when every picture is grey, three when one is not', async () => {
    // RGB files whose channels are equal are grey too
    await writePng('a.png', { width: 1, height: 1, channels: 3, data: Uint8Array.of(7, 7, 7) });
    await writePng('b.png', { width: 1, height: 1, channels: 1, data: Uint8Array.of(5) });
    const grey = await open(1);
    await writePng('c.png', { width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) });
    const colour = await open(1);

    expect(bytesOf((await reader(grey, 2).read(0)).images as HostTensor).sort()).toEqual([[5], [7]]);
    expect(bytesOf((await reader(colour, 3).read(0)).images as HostTensor).sort()).toEqual([
      [1, 2, 3],
      [5, 5, 5],
      [7, 7, 7],
    ]);
  });

  test('can be made grey or RGB', async () => {
    await writePng('a.png', { width: 1, height: 1, channels: 3, data: Uint8Array.of(100, 0, 0) });

    // Rec. 709: 0.2126 * 100
    expect(bytesOf((await reader(await open(1, { color: 'grey' }), 1).read(0)).images as HostTensor)).toEqual([[21]]);
    expect((await open(1, { color: 'rgb' })).exampleShape).toEqual([1, 1, 3]);
  });

  test('takes classes from the first folders that differ, and labels with the pictures', async () => {
    for (const [name, level] of [
      ['all/dog/x/1.png', 10],
      ['all/cat/2.png', 20],
      ['all/cat/3.png', 30],
    ] as const) {
      await writePng(name, { width: 1, height: 1, channels: 1, data: Uint8Array.of(level) });
    }

    const dataset = await open(1);
    const { images, labels } = await reader(dataset, 3).read(0);

    expect(dataset.facts).toMatchObject({ classes: ['cat', 'dog'] });
    const pairs = bytesOf(images as HostTensor).map(([level], i) => [level, labels?.data[i]]);
    expect(pairs.sort()).toEqual([
      [10, 1],
      [20, 0],
      [30, 0],
    ]);
  });

  test('keeps whole what it holds out: no picture is in both parts, and copies stay together', async () => {
    await writeTinyImages(dir, 40);
    await writeFile(join(dir, 'copy.png'), await readFile(join(dir, 'image-007.png')));

    const dataset = await open(8, { validationShare: 0.3 });
    const [train, held] = [dataset.count('train'), dataset.count('validation')];
    const learnt = bytesOf((await reader(dataset, train).read(0)).images as HostTensor).map((bytes) => bytes.join());
    const validated = bytesOf((await reader(dataset, held, 'validation').read(0)).images as HostTensor).map((bytes) =>
      bytes.join(),
    );

    expect([train + held, reader(dataset, held, 'validation').batches]).toEqual([41, 1]);
    expect(held).toBeGreaterThan(0);
    expect(learnt.filter((bytes) => validated.includes(bytes))).toEqual([]);
    expect(new Set([...learnt, ...validated]).size).toBe(40);
  });

  test('holds the last ones out where that is asked for', async () => {
    await writeTinyImages(dir, 40);

    const dataset = await open(8, { validationShare: 0.1, holdOut: 'last' });
    const held = bytesOf((await reader(dataset, 4, 'validation').read(0)).images as HostTensor);

    expect([dataset.count('train'), dataset.count('validation')]).toEqual([36, 4]);
    expect(held).toEqual([36, 37, 38, 39].map((i) => [...tinyImage(i).data]));
  });

  test('goes round the held-out part in order, the last batch filled up from the start', async () => {
    await writeTinyImages(dir, 40);
    const dataset = await open(8, { validationShare: 0.3 });
    const held = dataset.count('validation');
    const whole = bytesOf((await reader(dataset, held, 'validation').read(0)).images as HostTensor);

    const parts = reader(dataset, held - 1, 'validation');
    const last = bytesOf((await parts.read(1)).images as HostTensor);

    expect(parts.batches).toBe(2);
    expect(last).toEqual([whole.at(-1), ...whole.slice(0, held - 2)]);
  });

  test('skips one broken file among a hundred good ones, with a warning that names it', async () => {
    await writeTinyImages(dir, 100);
    await writeFile(join(dir, 'image-050b.png'), 'not a picture');

    const dataset = await open(8);

    expect(dataset.facts).toMatchObject({ count: 100 });
    expect(dataset.warnings).toEqual([expect.stringMatching(/^skipped image-050b\.png: cannot decode the image/)]);
    expect(dataset.manifest.skipped.map((file) => file.path)).toEqual(['image-050b.png']);
  });

  test('stops at more than one broken file in a hundred and lists up to five, with reasons', async () => {
    await writeTinyImages(dir, 20);
    for (let i = 0; i < 6; i++) await writeFile(join(dir, `bad-${i}.png`), '');

    const reading = open(8);

    await expect(reading).rejects.toMatchObject({
      code: 'E-DATA-005',
      exitCode: 10,
      path: dir,
      // 6 / 26 = 23.08 %
      hints: ['remove or replace these files, or raise --max-bad to 0.24'],
    });
    const message = await reading.catch((error: Error) => error.message);
    expect(message).toMatch(/^6 of 26 images cannot be used, more than 1 %: bad-0\.png: .*the file is empty; .*; and 1 more$/);
    expect((await open(8, { maxBad: 0.24 })).facts).toMatchObject({ count: 20 });
  });

  test('has one hash for the same files and settings, another for others', async () => {
    const [first] = await writeTinyImages(dir, 4);
    const hash = async (size: number, settings: DataSettings = {}) => (await open(size, settings)).manifest.hash;
    const reference = await hash(8);

    expect(await hash(8)).toBe(reference);
    const others = [await hash(4), await hash(8, { background: [1, 1, 1] }), await hash(8, { augment: { flip: 0.5 } })];
    await writeFile(first as string, await encodePng(tinyImage(99)));
    expect(new Set([reference, ...others, await hash(8)]).size).toBe(5);
  });

  test('refuses inputs of another shape', async () => {
    await writeTinyImages(dir, 2);
    const dataset = await open(8);
    const wrong: Named<InputSpec> = { images: { source: 'images', dtype: 'float32', shape: [2, 8, 8, 1] } };

    expect(() => dataset.openReader(wrong, { part: 'train', stream: randomStream(0) })).toThrow(ShapeMismatchError);
  });
});

describe('batches', () => {
  test('follow from seed and index alone, whatever was read before', async () => {
    await writeTinyImages(dir, 10);
    const dataset = await open(8, { augment: { crop: 0.3, color: 0.3, noise: 0.1 } });
    const walking = reader(dataset, 4);
    for (let i = 0; i < 7; i++) await walking.read(i);

    expect(await walking.read(7)).toEqual(await reader(dataset, 4).read(7));
    expect(await walking.read(2)).toEqual(await reader(dataset, 4).read(2));
    expect(walking.waitMs).toBeGreaterThan(0);
  });

  test('are the same however many are made ready beforehand', async () => {
    await writeTinyImages(dir, 10);
    const dataset = await open(8, { augment: { crop: 0.3, noise: 0.1 } });
    const [far, near] = [reader(dataset, 4), reader(dataset, 4)];

    for (const index of [0, 1, 2, 3, 9, 10, 4]) expect(await far.read(index, 3)).toEqual(await near.read(index));
  });

  test('are augmented for training only', async () => {
    await writeTinyImages(dir, 30);
    const settings = { validationShare: 0.3 };
    const [plain, changed] = [await open(8, settings), await open(8, { ...settings, augment: { rotate: 0.5 } })];

    expect(await reader(changed, 4).read(0)).not.toEqual(await reader(plain, 4).read(0));
    expect(await reader(changed, 4, 'validation').read(0)).toEqual(await reader(plain, 4, 'validation').read(0));
  });
});

describe('crops of a large picture', () => {
  // value = 16 * (row % 16) + column % 16: a pixel says where it is
  const large: Image = {
    width: 16,
    height: 16,
    channels: 1,
    data: Uint8Array.from({ length: 256 }, (_, i) => i),
  };

  test('are squares of it at its own scale, at many places', async () => {
    await writePng('a.png', large);
    const dataset = await open(4, { crops: true });

    const squares = bytesOf((await reader(dataset, 64).read(0)).images as HostTensor);

    for (const square of squares) {
      const corner = square[0] as number;
      expect(square).toEqual(Array.from({ length: 16 }, (_, i) => corner + 16 * Math.floor(i / 4) + (i % 4)));
    }
    expect(new Set(squares.map(([corner]) => corner)).size).toBeGreaterThan(20);
  });

  test('hold out its lowest rows, of which every square is judged', async () => {
    await writePng('a.png', large);
    const dataset = await open(4, { crops: true, validationShare: 0.25 });

    const learnt = bytesOf((await reader(dataset, 200).read(0)).images as HostTensor).flat();
    const held = bytesOf((await reader(dataset, 4, 'validation').read(0)).images as HostTensor);

    // rows 12 to 15 are held out: their first pixel is 192
    expect(Math.max(...learnt)).toBeLessThan(192);
    expect(held.map(([corner]) => corner)).toEqual([192, 196, 200, 204]);
    expect(dataset.count('validation')).toBe(4);
  });

  test('tell the waves of a regular pattern, where they are of one picture', async () => {
    const stripes = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i % 8 < 4 ? 60 : 200));
    await writePng('a.png', { width: 64, height: 64, channels: 1, data: stripes });
    const waves = async (settings: DataSettings) => ((await open(16, settings)).facts as ImageDataFacts).waves;

    expect(await waves({ crops: true })).toEqual([[expect.closeTo(0, 3), expect.closeTo(1 / 8, 3)]]);
    expect(await waves({})).toBeUndefined();
    await writePng('b.png', large);
    expect(await waves({ crops: true })).toBeUndefined();
  });

  test('enlarge a picture that is too small for one', async () => {
    await writePng('a.png', { width: 2, height: 1, channels: 1, data: Uint8Array.of(9, 9) });

    const { images } = await reader(await open(2, { crops: true }), 1).read(0);

    expect(bytesOf(images as HostTensor)).toEqual([[9, 9, 9, 9]]);
  });
});

describe('prepared data', () => {
  async function prepare(size: number): Promise<string> {
    const out = join(dir, 'prepared');
    for await (const _ of prepareData({ path: join(dir, 'raw'), out, size }));
    return out;
  }

  test('gives the batches that the files themselves give, and the same hash', async () => {
    await writeTinyImages(join(dir, 'raw', 'a'), 7);
    await writeTinyImages(join(dir, 'raw', 'b'), 3, { channels: 4 });
    const settings = { validationShare: 0.2, augment: { flip: 0.5 } };

    const [raw, prepared] = [await open(6, settings, join(dir, 'raw')), await open(6, settings, await prepare(6))];

    expect(prepared.manifest).toEqual(raw.manifest);
    expect(prepared.facts).toEqual(raw.facts);
    for (const index of [0, 1, 5]) expect(await reader(prepared, 4).read(index)).toEqual(await reader(raw, 4).read(index));
  });

  test('is refused where the model asks for another size, with what to do', async () => {
    await writeTinyImages(join(dir, 'raw'), 3);
    const out = await prepare(6);

    await expect(open(8, {}, out)).rejects.toMatchObject({
      code: 'E-CONFIG-122',
      exitCode: 2,
      message: 'the data was prepared with size 6, not 8',
      hints: ['train with --image-size 6', 'or prepare it again with `aigc data prepare`'],
    });
    await expect(open(6, { fit: 'contain' }, out)).rejects.toMatchObject({ code: 'E-CONFIG-122' });
  });

  test('is never read damaged', async () => {
    await writeTinyImages(join(dir, 'raw'), 3);
    const out = await prepare(6);
    const file = join(out, 'pixels-000.bin');
    const pixels = await readFile(file);
    pixels[130] = (pixels[130] as number) ^ 1;
    await writeFile(file, pixels);

    // 6 * 6 * 3 = 108 bytes a picture: byte 130 is in the second
    const message = 'the pixels of image-001.png are damaged (pixels-000.bin, byte 108)';
    await expect(reader(await open(6, {}, out), 3).read(0)).rejects.toMatchObject({ code: 'E-DATA-032', exitCode: 10, message });
    await writeFile(file, pixels.subarray(1));
    await expect(open(6, {}, out)).rejects.toMatchObject({ code: 'E-DATA-031', exitCode: 10 });
    await writeFile(
      join(out, 'prepared.json'),
      (await readFile(join(out, 'prepared.json'), 'utf8')).replace('image-001', 'image-009'),
    );
    await expect(open(6, {}, out)).rejects.toMatchObject({ code: 'E-DATA-030', exitCode: 10 });
  });
});
