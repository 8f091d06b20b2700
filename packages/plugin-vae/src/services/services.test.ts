import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeSafetensors, generateImages, readRunFiles, trainModel } from '@aigc/core';
import { decodeImage, encodePng } from '@aigc/media/image';
import { type ArtifactEvent, InvalidConfigError, type ModelDefinition } from '@aigc/plugin-api';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mlp } from '../mlp/model.js';
import { modelsOfRun } from '../sampling/models-of-run.js';
import { binarisePictures } from './binarise-pictures.js';
import { encodePictures } from './encode-pictures.js';
import { fitPrior } from './fit-prior.js';
import { interpolatePictures } from './interpolate-pictures.js';
import { reconstructPictures } from './reconstruct-pictures.js';
import { scorePictures } from './score-pictures.js';

const SIZE = 8;
const LATENTS = 3;
const PICTURES = 30;

async function resultOf<R>(events: AsyncGenerator<ArtifactEvent, R>): Promise<R> {
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
  }
}

describe('commands of a trained auto-encoder', () => {
  let root = '';
  let data = '';
  let runDir = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'aigc-'));
    data = join(root, 'data');
    runDir = join(root, 'run');
    await writeTinyImages(data, PICTURES, { size: SIZE });
    const model = mlp as unknown as ModelDefinition;
    const settings = { imageSize: SIZE, hiddenSize: 32, latentSize: LATENTS, batchSize: 10, likelihood: 'gaussian' };
    for await (const _ of trainModel({ family: 'vae', model, dataPath: data, runFolder: runDir, steps: 40, settings }));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('score ranks pictures by what the bound says, and bounds the likelihood from above', async () => {
    const out = join(root, 'scores.csv');
    const { count, nll, negativeElbo } = await resultOf(scorePictures({ runDir, data, importanceSamples: 20, out }));

    expect(count).toBe(PICTURES);
    // Jensen's inequality, picture by picture
    expect(nll).toBeLessThan(negativeElbo);
    const [header, ...rows] = (await readFile(out, 'utf8')).trim().split('\n');
    expect(header).toBe('rank,picture,nll,negativeElbo');
    const values = rows.map((row) => Number(row.split(',')[2]));
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(values.reduce((sum, value) => sum + value, 0) / PICTURES).toBeCloseTo(nll, 3);
  });

  test('score comes nearer to the likelihood with more draws, and gives the same for the same seed', async () => {
    const score = async (importanceSamples: number) =>
      (await resultOf(scorePictures({ runDir, data, importanceSamples, seed: 3 }))).nll;

    const few = await score(1);
    expect(await score(500)).toBeLessThan(few);
    expect(await score(1)).toBe(few);
  });

  test('encode writes one row a picture, in CSV as in safetensors', async () => {
    const [csv, tensors] = [join(root, 'codes.csv'), join(root, 'codes.safetensors')];
    await resultOf(encodePictures({ runDir, data, out: csv }));
    await resultOf(encodePictures({ runDir, data, out: tensors }));

    const rows = (await readFile(csv, 'utf8')).trim().split('\n').slice(1);
    const { tensors: stored, metadata } = decodeSafetensors(await readFile(tensors), tensors);
    expect(rows).toHaveLength(PICTURES);
    expect(stored.get('mean')?.shape).toEqual([PICTURES, LATENTS]);
    expect(rows[4]?.split(',')[0]).toBe(JSON.parse(metadata.pictures as string)[4]);
    expect(Number(rows[4]?.split(',')[2])).toBeCloseTo(stored.get('mean')?.data[4 * LATENTS + 1] as number, 5);
  });

  test('reconstruct lays originals and reconstructions out in pairs', async () => {
    const { sheet, count } = await resultOf(reconstructPictures({ runDir, data, count: 6, outDir: join(root, 'back') }));

    // 6 pairs in one row, 2 pixels between pictures and around
    expect(count).toBe(6);
    expect(await decodeImage(await readFile(sheet))).toMatchObject({ width: 12 * (SIZE + 2) + 2, height: SIZE + 4 });
  });

  test('interpolate begins and ends at the reconstructions of the two pictures', async () => {
    const [from, to] = (await readRunFiles(runDir)).data.files.slice(0, 2).map(({ path }) => join(data, path)) as [
      string,
      string,
    ];
    const walk = (first: string, last: string, name: string) =>
      resultOf(interpolatePictures({ runDir, from: first, to: last, frames: 5, outDir: join(root, name) }));

    const [there, back] = [await walk(from, to, 'there'), await walk(to, from, 'back-again')];
    const pixels = async (path: string | undefined) => (await decodeImage(await readFile(path as string))).data;

    expect(there.frames).toHaveLength(5);
    expect(await pixels(there.frames[0])).toEqual(await pixels(back.frames[4]));
    expect(await pixels(there.frames[4])).toEqual(await pixels(back.frames[0]));
  });

  test('a fitted prior changes what is drawn; one of other weights is refused', async () => {
    const draw = async (prior: string) => {
      const models = await modelsOfRun(runDir, undefined);
      const model = models.mlp as ModelDefinition;
      const outDir = join(root, prior);
      await resultOf(generateImages({ runDir, model, seeds: [1], outDir, sampling: { prior } }));
      return readFile(join(outDir, 'seed-0001.png'));
    };

    await expect(draw('mixture')).rejects.toThrow(InvalidConfigError);
    const prior = await resultOf(fitPrior({ runDir, components: 2 }));
    expect(prior).toMatchObject({ components: 2, step: 40 });
    expect(prior.logLikelihood).toBeGreaterThan(prior.normalLogLikelihood);
    expect((await draw('mixture')).equals(await draw('normal'))).toBe(false);

    for await (const _ of trainModel({
      family: 'vae',
      model: mlp as unknown as ModelDefinition,
      runFolder: runDir,
      steps: 80,
      settings: {},
      isResumed: true,
    }));
    await expect(modelsOfRun(runDir, 'last')).rejects.toMatchObject({ code: 'E-CONFIG-303' });
  });
});

describe('binarisePictures', () => {
  const AREA = 28 * 28;

  test('draws each pixel by its brightness, with the labels beside, the same for the same seed', async () => {
    const root = await mkdtemp(join(tmpdir(), 'aigc-'));
    const grey = async (path: string, level: number) => {
      await mkdir(dirname(join(root, path)), { recursive: true });
      const pixels = new Uint8Array(AREA).fill(level);
      await writeFile(join(root, path), await encodePng({ width: 28, height: 28, channels: 1, data: pixels }));
    };
    await grey('data/ash/0.png', 51);
    await grey('data/coal/0.png', 0);
    await grey('data/snow/0.png', 255);
    const draw = async (name: string, seed: number) =>
      resultOf(binarisePictures({ data: join(root, 'data'), outDir: join(root, name), seed }));

    const { images, labels, count } = await draw('one', 1);
    const [pixels, classes] = [gunzipSync(await readFile(images)), gunzipSync(await readFile(labels as string))];
    const [same, other] = [await draw('same', 1), await draw('other', 2)];
    const repeated = (await readFile(same.images)).equals(await readFile(images));
    const changed = !(await readFile(other.images)).equals(await readFile(images));
    await rm(root, { recursive: true, force: true });

    expect([count, repeated, changed]).toEqual([3, true, true]);
    // magic number, three pictures of 28 x 28; ash, coal, snow are 0, 1, 2
    expect([...pixels.subarray(0, 16)]).toEqual([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28]);
    expect([...classes]).toEqual([0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2]);
    const share = (picture: number) =>
      pixels.subarray(16 + picture * AREA, 16 + (picture + 1) * AREA).filter((value) => value === 255).length / AREA;
    expect([share(1), share(2)]).toEqual([0, 1]);
    // 51 / 255 = 0.2; four standard deviations of a share of 784
    expect(Math.abs(share(0) - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / AREA));
  });
});
