import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateImages, trainModel } from '@aigc/core';
import { decodeImage, encodePng, readPngText } from '@aigc/media/image';
import type { ModelDefinition, Recipe } from '@aigc/plugin-api';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unet } from './model.js';

const SIDE = 8;
const model = unet as unknown as ModelDefinition;
let root = '';
let run = '';
let init = '';
let mask = '';

const writeGrey = async (name: string, at: (x: number, y: number) => number): Promise<string> => {
  const path = join(root, name);
  const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => at(Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)));
  await writeFile(path, await encodePng({ width: SIDE, height: SIDE, channels: 3, data }));
  return path;
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  run = join(root, 'run');
  init = await writeGrey('init.png', (x, y) => 20 * x + 10 * y);
  mask = await writeGrey('mask.png', (x) => (x < SIDE / 2 ? 0 : 255));
  await writeTinyImages(join(root, 'data'), 12, { size: SIDE });
  const settings = { imageSize: SIDE, width: 8, groups: 2, multipliers: [1], batchSize: 4 };
  const training = trainModel({ family: 'diffusion', model, settings, dataPath: join(root, 'data'), runFolder: run, steps: 1 });
  for await (const _ of training);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function draw(name: string, sampling: object): Promise<{ pixels: Uint8Array; recipe: Recipe }> {
  const outDir = join(root, name);
  for await (const _ of generateImages({ runDir: run, model, seeds: [0], outDir, sampling }));
  const path = join(outDir, 'seed-0000.png');
  const recipe = JSON.parse(readPngText(await readFile(path)).aigc as string) as Recipe;
  return { pixels: (await decodeImage(path)).data, recipe };
}

describe('drawing from a picture', () => {
  test('keeps what the mask keeps and draws the rest anew', async () => {
    const { pixels, recipe } = await draw('inpainted', { init, mask, steps: 5 });
    const original = (await decodeImage(init)).data;

    const differences = [...pixels].map((value, i) => Math.abs(value - (original[i] as number)));
    const isKept = (i: number) => Math.floor(i / 3) % SIDE < SIDE / 2;
    // rounding of float32 under noise up to 80, in steps of 255
    expect(Math.max(...differences.filter((_, i) => isKept(i)))).toBeLessThanOrEqual(1);
    expect(Math.max(...differences.filter((_, i) => !isKept(i)))).toBeGreaterThan(10);
    expect(recipe.settings).toMatchObject({ init: 'init.png', mask: 'mask.png', steps: 5 });
    expect(recipe.inputs.map((input) => input.name)).toEqual(['model.safetensors', 'init.png', 'mask.png']);
  });

  test('stays close to the picture where little noise is added, and leaves it where much is', async () => {
    const original = (await decodeImage(init)).data;
    const distance = async (strength: number): Promise<number> => {
      const { pixels } = await draw(`strength-${strength}`, { init, strength, steps: 10 });
      return pixels.reduce((sum, value, i) => sum + Math.abs(value - (original[i] as number)), 0) / pixels.length;
    };

    const [little, much] = [await distance(0.1), await distance(1)];

    expect(little).toBeLessThan(5);
    expect(much).toBeGreaterThan(4 * little);
  });
});
