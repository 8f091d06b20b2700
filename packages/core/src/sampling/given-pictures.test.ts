import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '@aigc/media/image';
import type { InputSpec } from '@aigc/plugin-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sha256File } from '../storage/sha256.js';
import { readGivenPictures } from './given-pictures.js';
import { sampleLatents } from './sample-latents.js';

let root = '';
let path = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  path = join(root, 'red.png');
  // 4 x 2: the square in the middle is red, the columns left and right of it black
  const pixel = (x: number) => (x === 1 || x === 2 ? [255, 0, 0] : [0, 0, 0]);
  const data = Uint8Array.from([0, 1].flatMap(() => [0, 1, 2, 3].flatMap(pixel)));
  await writeFile(path, await encodePng({ width: 4, height: 2, channels: 3, data }));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const spec = (source: InputSpec['source'], ...shape: number[]): InputSpec => ({ shape, dtype: 'float32', source });

describe('readGivenPictures', () => {
  test('reads the file that the setting of an input names, in the form of the input', async () => {
    const inputs = { noise: spec('normal', 2, 2, 3), init: spec('images', 2, 2, 3), mask: spec('images', 2, 2, 1) };

    const given = await readGivenPictures(inputs, { init: path, mask: path, steps: 3 });

    expect(Object.keys(given.tensors)).toEqual(['init', 'mask']);
    expect([...(given.tensors.init?.data ?? [])]).toEqual([1, 2, 3, 4].flatMap(() => [1, -1, -1]));
    // luma of red, 0.2126 of 255, is 54
    expect(given.tensors.mask?.shape).toEqual([2, 2, 1]);
    expect(given.tensors.mask?.data[0]).toBeCloseTo(54 / 127.5 - 1, 6);
    expect(given.settings).toEqual({ init: 'red.png', mask: 'red.png', steps: 3 });
    expect(given.files[0]).toEqual({ name: 'red.png', sha256: await sha256File(path) });
  });

  test('says which file is missing', async () => {
    const reading = readGivenPictures({ init: spec('images', 2, 2, 3) }, { init: join(root, 'none.png') });

    await expect(reading).rejects.toMatchObject({ code: 'E-DECODE-001', path: join(root, 'none.png') });
  });
});

describe('sampleLatents', () => {
  test('gives every seed the same picture and its own noise', async () => {
    const inputs = { noise: spec('normal', 2), init: spec('images', 2, 2, 1) };
    const { tensors } = await readGivenPictures({ init: inputs.init }, { init: path });

    const latents = sampleLatents(inputs, [5, 6], tensors);

    expect(latents.init?.shape).toEqual([2, 2, 2, 1]);
    expect(latents.init?.data.slice(4)).toEqual(latents.init?.data.slice(0, 4));
    expect(latents.noise?.data.slice(2)).not.toEqual(latents.noise?.data.slice(0, 2));
  });
});
