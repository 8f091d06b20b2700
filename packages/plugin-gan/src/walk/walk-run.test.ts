import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateImages, trainModel } from '@aigc/core';
import { decodeImage } from '@aigc/media/image';
import type { ModelDefinition } from '@aigc/plugin-api';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dcgan } from '../dcgan/model.js';
import { walkRun } from './walk-run.js';

const model = dcgan as unknown as ModelDefinition;
const settings = { imageSize: 16, width: 8, batchSize: 4, latentSize: 6 };
// One value of 8 bits: weights stored in a program may be multiplied in another order than weights it is given.
const ONE_LEVEL = 1;

describe('walkRun', () => {
  let root = '';
  let runFolder = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'aigc-'));
    runFolder = join(root, 'run');
    const dataPath = join(root, 'data');
    await writeTinyImages(dataPath, 8, { size: 16 });
    for await (const _ of trainModel({ family: 'gan', model, settings, dataPath, runFolder, steps: 2 }));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const pixels = (path: string) => decodeImage(path);

  test('numbers the frames, and passes through the picture of each seed', async () => {
    const [outDir, drawn] = [join(root, 'walk'), join(root, 'drawn')];
    for await (const _ of walkRun({ runDir: runFolder, seeds: '5,7', frames: 4, outDir }));
    for await (const _ of generateImages({ runDir: runFolder, model, seeds: [5, 7], outDir: drawn }));

    expect((await readdir(outDir)).sort()).toEqual(['frame-0000.png', 'frame-0001.png', 'frame-0002.png', 'frame-0003.png']);
    for (const [frame, seed] of [
      ['frame-0000', 'seed-0005'],
      ['frame-0002', 'seed-0007'],
    ]) {
      const [walked, expected] = await Promise.all([pixels(join(outDir, `${frame}.png`)), pixels(join(drawn, `${seed}.png`))]);
      const difference = walked.data.map((value, i) => Math.abs(value - (expected.data[i] as number)));
      expect(Math.max(...difference)).toBeLessThanOrEqual(ONE_LEVEL);
    }
    const [first, between] = await Promise.all([
      readFile(join(outDir, 'frame-0000.png')),
      readFile(join(outDir, 'frame-0001.png')),
    ]);
    expect(first.equals(between)).toBe(false);
  });

  test.each([
    ['one seed', '3', 10, 'a walk needs two seeds or more'],
    ['fewer frames than seeds', '0-5', 4, '4 frames cannot pass through 6 seeds'],
  ])('refuses %s', async (_, seeds, frames, message) => {
    const walk = walkRun({ runDir: runFolder, seeds, frames, outDir: join(root, 'none') });

    await expect(walk.next()).rejects.toThrow(message);
  });
});
