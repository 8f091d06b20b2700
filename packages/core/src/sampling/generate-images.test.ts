import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contactSheet, decodeImage, readPngText } from '@aigc/media/image';
import type { ArtifactEvent, Recipe } from '@aigc/plugin-api';
import { tinyGan, writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { latestCheckpoint } from '../checkpoint/read-checkpoint.js';
import { trainModel } from '../training/train-model.js';
import { type GeneratedImages, type GenerateImagesOptions, generateImages } from './generate-images.js';

let root = '';
let run = '';
let out = '';
let count = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  run = join(root, 'run');
  await writeTinyImages(join(root, 'data'), 10);
  const options = {
    family: 'test',
    model: tinyGan,
    settings: {},
    dataPath: join(root, 'data'),
    runFolder: run,
    steps: 20,
    checkpointEvery: 10,
  };
  for await (const _ of trainModel(options));
});
beforeEach(() => {
  out = join(root, `out-${count++}`);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function generate(options: Partial<GenerateImagesOptions>): Promise<{ events: ArtifactEvent[]; result: GeneratedImages }> {
  const generating = generateImages({ runDir: run, model: tinyGan, seeds: [0], outDir: out, ...options });
  const events: ArtifactEvent[] = [];
  for (;;) {
    const next = await generating.next();
    if (next.done === true) return { events, result: next.value };
    events.push(next.value);
  }
}

describe('generateImages', () => {
  test('writes one file for each seed, and a sheet of all', async () => {
    const { events, result } = await generate({ seeds: [3, 0, 12345], grid: true });

    const names = ['seed-0003.png', 'seed-0000.png', 'seed-12345.png'];
    expect(result).toEqual({ files: names.map((name) => join(out, name)), grid: join(out, 'grid.png') });
    expect(events.filter((event) => event.type === 'artifact-written').map((event) => [event.path, event.kind])).toEqual([
      ...names.map((name) => [join(out, name), 'image']),
      [join(out, 'grid.png'), 'grid'],
    ]);
    const images = await Promise.all(result.files.map((path) => decodeImage(path)));
    expect(images[0]).toMatchObject({ width: 8, height: 8, channels: 3 });
    expect(await decodeImage(join(out, 'grid.png'))).toEqual(contactSheet(images));
  });

  test('gives a seed the same bytes whichever seeds are drawn beside it', async () => {
    await generate({ seeds: [7] });
    await generate({ seeds: [1, 2, 7, 9], outDir: `${out}-b`, threads: 1 });

    expect(await readFile(join(`${out}-b`, 'seed-0007.png'))).toEqual(await readFile(join(out, 'seed-0007.png')));
    expect(await readFile(join(`${out}-b`, 'seed-0009.png'))).not.toEqual(await readFile(join(out, 'seed-0007.png')));
  });

  test('draws the pictures that the training sheet shows', async () => {
    const { result } = await generate({ seeds: [0, 1] });
    const sheet = await decodeImage(join(run, 'samples', 'step-000020.png'));

    for (const [index, path] of result.files.entries()) {
      const { data } = await decodeImage(path);
      // 8 x 8 pictures, gaps of 2: the picture of seed i is at x = 2 + 10 i, y = 2
      for (let y = 0; y < 8; y++) {
        for (let i = 0; i < 24; i++) {
          const inSheet = sheet.data[((2 + y) * sheet.width + 2 + 10 * index) * 3 + i] as number;
          // a batch of 64 may round differently from a batch of 1
          expect(Math.abs(inSheet - (data[y * 24 + i] as number))).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  test('writes the recipe into each file', async () => {
    const { result } = await generate({ seeds: [4] });
    const { checkpoint } = await latestCheckpoint(run);

    const recipe = JSON.parse(readPngText(await readFile(result.files[0] as string)).aigc as string) as Recipe;

    expect(recipe).toEqual({
      recipe: 1,
      command: 'generate',
      aigcVersion: expect.stringMatching(/^\d+\.\d+\.\d+/),
      settings: {
        seed: 4,
        family: 'test',
        model: 'tiny-gan',
        step: 20,
        stateHash: checkpoint.stateHash,
        dataHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        trainSeed: 0,
        config: { imageSize: 8, channels: 3, batchSize: 4, learningRate: 0.02 },
      },
      inputs: [{ name: 'model.safetensors', sha256: checkpoint.modelSha256 }],
    });
  });

  test('leaves identical files as they are and refuses to replace others unless told to', async () => {
    await generate({ seeds: [0] });
    const file = join(out, 'seed-0000.png');
    const before = await stat(file);
    await generate({ seeds: [0] });
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
    await writeFile(file, 'mine');

    await expect(generate({ seeds: [0] })).rejects.toMatchObject({
      code: 'E-CONFIG-112',
      exitCode: 2,
      path: file,
      note: 'it was not changed',
    });
    expect(await readFile(file, 'utf8')).toBe('mine');
    await generate({ seeds: [0], overwrite: true });
    expect((await decodeImage(file)).width).toBe(8);
  });

  test('stops when it is told to, with whole files only', async () => {
    const stop = new AbortController();
    const generating = generateImages({ runDir: run, model: tinyGan, seeds: [0, 1, 2], outDir: out, signal: stop.signal });
    const following = (async () => {
      for await (const event of generating) if (event.type === 'artifact-written') stop.abort(new Error('stopped'));
    })();

    await expect(following).rejects.toThrow('stopped');
    expect(await readdir(out)).toEqual(['seed-0000.png']);
  });

  test('says what is wrong with the run', async () => {
    const other = { ...tinyGan, name: 'other' };

    await expect(generate({ runDir: root })).rejects.toMatchObject({ code: 'E-CONFIG-103', exitCode: 2 });
    await expect(generate({ model: other })).rejects.toMatchObject({
      code: 'E-CONFIG-111',
      message: 'the run was trained with the model tiny-gan, not other',
    });
  });

  test('uses the checkpoint before a damaged one with a warning, and none when all are', async () => {
    await writeFile(join(run, 'checkpoints', 'step-000020', 'manifest.json'), 'x');
    const { events } = await generate({ seeds: [0] });
    expect(events[0]).toEqual({
      type: 'warning',
      message:
        'checkpoint step-000020 is damaged: manifest.json: it is not a checkpoint manifest; using step-000010, 10 steps older',
    });

    await rm(join(run, 'checkpoints', 'step-000010', 'model.safetensors'));
    await expect(generate({ seeds: [1] })).rejects.toMatchObject({ code: 'E-CKPT-002', exitCode: 11 });
  });
});
