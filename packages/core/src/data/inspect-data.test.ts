import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeImage, encodePng, type Image } from '@aigc/media/image';
import type { ArtifactEvent } from '@aigc/plugin-api';
import { tinyImage, writeTinyImages } from '@aigc/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type InspectedData, type InspectOptions, inspectData } from './inspect-data.js';
import { type PreparedData, type PrepareOptions, prepareData } from './prepare-data.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function finish<R>(events: AsyncGenerator<ArtifactEvent, R>): Promise<{ result: R; events: ArtifactEvent[] }> {
  const seen: ArtifactEvent[] = [];
  for (;;) {
    const next = await events.next();
    if (next.done === true) return { result: next.value, events: seen };
    seen.push(next.value);
  }
}

const inspect = async (options: Partial<InspectOptions> = {}): Promise<InspectedData> =>
  (await finish(inspectData({ path: dir, ...options }))).result;
const prepare = async (options: Partial<PrepareOptions> = {}): Promise<PreparedData> =>
  (await finish(prepareData({ path: dir, out: join(dir, 'out'), ...options }))).result;

async function writePng(name: string, image: Image): Promise<void> {
  await mkdir(join(dir, name, '..'), { recursive: true });
  await writeFile(join(dir, name), await encodePng(image));
}

const flat = (width: number, height: number, channels: 1 | 3 | 4, values: readonly number[]): Image => ({
  width,
  height,
  channels,
  data: Uint8Array.from({ length: width * height * channels }, (_, i) => values[i % channels] as number),
});

describe('inspectData', () => {
  test('counts sizes, channels, endings and classes', async () => {
    await writePng('x/a.png', flat(2, 4, 3, [10, 20, 30]));
    await writePng('x/b.png', flat(4, 4, 1, [10]));
    await writePng('y/c.PNG', flat(6, 4, 4, [10, 20, 30, 255]));

    const { card, problem } = await inspect({ size: 2 });

    expect(problem).toBeUndefined();
    expect(card).toMatchObject({
      count: 3,
      bad: [],
      width: { min: 2, median: 4, max: 6 },
      height: { min: 4, median: 4, max: 4 },
      aspectRatio: { min: 0.5, median: 1, max: 1.5 },
      channels: { grey: 1, color: 2, alpha: 1 },
      extensions: { '.png': 3 },
      classes: [
        { name: 'x', count: 2 },
        { name: 'y', count: 1 },
      ],
    });
    expect(card.sizes).toContainEqual({ width: 6, height: 4, count: 1 });
  });

  test('gives mean and deviation of each channel, grey pictures in all three', async () => {
    await writePng('a.png', flat(1, 1, 3, [255, 0, 51]));
    await writePng('b.png', flat(1, 1, 1, [51]));

    const { pixels } = (await inspect({ size: 1 })).card;

    // red 1 and 0.2, green 0 and 0.2, blue 0.2 and 0.2
    expect(pixels).toEqual({ mean: [0.6, 0.1, 0.2], deviation: [0.4, 0.1, 0] });
  });

  test('finds files with the same bytes, and pictures that look alike', async () => {
    const picture = tinyImage(3, { size: 32 });
    const darker = { ...picture, data: picture.data.map((value) => Math.max(0, value - 4)) };
    await writePng('a.png', picture);
    await writePng('copy.png', picture);
    await writePng('darker.png', darker);
    await writePng('mirrored.png', { ...picture, data: picture.data.toReversed() });
    await writePng('flat.png', flat(32, 32, 1, [9]));
    await writePng('flat2.png', flat(32, 32, 1, [10]));

    const { card } = await inspect({ size: 32 });

    expect(card.duplicates).toEqual([['a.png', 'copy.png']]);
    expect(card.nearDuplicates).toMatchObject({ groups: [['a.png', 'darker.png']] });
  });

  test('lists every broken file, and says when there are too many', async () => {
    await writeTinyImages(dir, 3);
    for (const name of ['x.png', 'y.png']) await writeFile(join(dir, name), 'x');

    const { card, problem } = await inspect();

    expect(card.bad.map(({ path }) => path)).toEqual(['x.png', 'y.png']);
    expect(problem).toMatchObject({ code: 'E-DATA-005', exitCode: 10 });
    expect((await inspect({ maxBad: 0.5 })).problem).toBeUndefined();
  });

  test('lists what is not as prepared data says', async () => {
    await writeTinyImages(join(dir, 'raw'), 4);
    await prepare({ path: join(dir, 'raw') });
    await writeFile(join(dir, 'raw', 'image-001.png'), await encodePng(tinyImage(9)));
    await rm(join(dir, 'raw', 'image-002.png'));
    await writePng('raw/new.png', tinyImage(10));

    const { card, problem } = await inspect({ path: join(dir, 'raw'), against: join(dir, 'out') });

    expect(card.changes).toEqual({ changed: ['image-001.png'], missing: ['image-002.png'], added: ['new.png'] });
    expect(problem).toMatchObject({
      code: 'E-DATA-035',
      message: expect.stringMatching(/1 files changed, 1 are missing, 1 are new/),
    });
    await expect(inspect({ against: join(dir, 'raw') })).rejects.toMatchObject({ code: 'E-DATA-034', exitCode: 10 });
  });

  test('writes a card and a sheet of samples only where it is told to', async () => {
    await writeTinyImages(join(dir, 'raw'), 5);
    const options = { path: join(dir, 'raw'), size: 8, out: join(dir, 'card') };

    const { result, events } = await finish(inspectData(options));
    await inspect({ path: join(dir, 'raw') });

    expect(JSON.parse(await readFile(join(dir, 'card', 'card.json'), 'utf8'))).toEqual(result.card);
    // 3 columns of 8 pixels, gaps of 2
    expect(await decodeImage(join(dir, 'card', 'samples.png'))).toMatchObject({ width: 32, height: 22 });
    expect(events.filter(({ type }) => type === 'artifact-written')).toHaveLength(2);
    expect((await readdir(dir)).sort()).toEqual(['card', 'raw']);
  });
});

describe('prepareData', () => {
  test('writes pixels once for files with the same bytes, or leaves copies out', async () => {
    await writeTinyImages(join(dir, 'raw'), 3);
    await writeFile(join(dir, 'raw', 'copy.png'), await readFile(join(dir, 'raw', 'image-001.png')));

    const kept = await prepare({ path: join(dir, 'raw'), size: 8 });
    const dropped = await prepare({ path: join(dir, 'raw'), size: 8, out: join(dir, 'other'), dropDuplicates: true });

    // three pictures of 8 * 8 * 3 bytes
    expect([kept.count, kept.dropped, kept.bytes]).toEqual([4, 0, 576]);
    expect([dropped.count, dropped.dropped, dropped.bytes]).toEqual([3, 1, 576]);
  });

  test('writes the same bytes every time', async () => {
    await writeTinyImages(join(dir, 'raw'), 30);
    const files = ['card.json', 'pixels-000.bin', 'prepared.json', 'samples.png'];
    const read = (out: string) => Promise.all(files.map((name) => readFile(join(dir, out, name))));

    await prepare({ path: join(dir, 'raw'), size: 8, out: join(dir, 'a') });
    await prepare({ path: join(dir, 'raw'), size: 8, out: join(dir, 'b') });

    expect(await read('a')).toEqual(await read('b'));
    expect((await readdir(join(dir, 'a'))).sort()).toEqual(files);
  });

  test('leaves nothing behind when it fails or is stopped', async () => {
    await writeTinyImages(join(dir, 'raw'), 30);
    const stop = new AbortController();
    const events = prepareData({ path: join(dir, 'raw'), out: join(dir, 'out'), signal: stop.signal });
    await events.next();
    stop.abort(new Error('stopped by hand'));
    await expect(finish(events)).rejects.toThrow('stopped by hand');
    await writeFile(join(dir, 'raw', 'x.png'), '');

    await expect(prepare({ path: join(dir, 'raw') })).rejects.toMatchObject({ code: 'E-DATA-005' });

    expect(await readdir(dir)).toEqual(['raw']);
  });

  test('changes no folder that holds something', async () => {
    await writeTinyImages(dir, 2);

    await expect(prepare({ out: dir })).rejects.toMatchObject({ code: 'E-CONFIG-123', exitCode: 2, path: dir });
  });
});
