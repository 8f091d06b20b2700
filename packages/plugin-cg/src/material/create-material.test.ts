import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@aigc/core';
import { decodeImage, decodeImage16, encodePng, type Image, readPngText } from '@aigc/media/image';
import type { ArtifactEvent, Recipe } from '@aigc/plugin-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMaterial, type MaterialOptions, type MaterialResult } from './create-material.js';
import { MAP_NAMES, readMaterial } from './manifest.js';

let folder: string;
let image: string;
const RECIPE: Recipe = { recipe: 1, command: 'generate', aigcVersion: '0.1.0', settings: { seed: 3 }, inputs: [] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigc-'));
  image = join(folder, 'bumps.png');
  // Two waves across, three down: a tile.
  const data = Uint8Array.from({ length: 48 * 32 * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % 48, Math.floor(i / 144)];
    const [across, down] = [(2 * Math.PI * x) / 48, (2 * Math.PI * y) / 32];
    return Math.round(128 + 60 * Math.sin(2 * across) + 50 * Math.sin(3 * down) * Math.sin(across));
  });
  const picture: Image = { width: 48, height: 32, channels: 3, data };
  await writeFile(image, await encodePng(picture, { text: { aigc: JSON.stringify(RECIPE) } }));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(options: MaterialOptions): Promise<{ result: MaterialResult; events: ArtifactEvent[] }> {
  const events: ArtifactEvent[] = [];
  const stream = createMaterial(options);
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return { result: next.value, events };
    events.push(next.value);
  }
}

describe('createMaterial', () => {
  test('writes maps that are what the manifest says, with lineage', async () => {
    const out = join(folder, 'a');

    const { result, events } = await run({ image, out });

    const material = await readMaterial(out);
    expect(material).toMatchObject({ material: 1, name: 'bumps', width: 48, height: 32, tileable: true, normalScale: 1 });
    expect(material.recipe.inputs).toEqual([{ name: 'bumps.png', sha256: sha256(await readFile(image)), recipe: RECIPE }]);
    for (const name of MAP_NAMES) {
      const bytes = await readFile(join(out, material.maps[name].file));
      expect(await decodeImage(bytes)).toMatchObject({ width: 48, height: 32 });
      expect(JSON.parse(readPngText(bytes).aigc!)).toEqual(material.recipe);
    }
    const written = events.filter((event) => event.type === 'artifact-written').map((event) => event.kind);
    expect(written).toEqual([...MAP_NAMES, 'manifest']);
    expect(result).toMatchObject({ folder: out, width: 48, height: 32, heightScale: material.heightScale });
  });

  test('keeps the base colour, packs roughness in green, fills the 16 bits of height', async () => {
    const out = join(folder, 'b');
    await run({ image, out });
    const read = (name: string) => decodeImage(join(out, `${name}.png`));

    const [baseColor, roughness, packed] = await Promise.all(['baseColor', 'roughness', 'metallicRoughness'].map(read));
    const height = await decodeImage16(join(out, 'height.png'));

    expect(baseColor).toEqual(await decodeImage(image));
    expect([...packed!.data.subarray(0, 3)]).toEqual([255, roughness!.data[0], 0]);
    expect([Math.min(...height.data), Math.max(...height.data)]).toEqual([0, 65535]);
    // More levels than 8 bits could hold, and not multiples of 257.
    expect(height.data.some((level) => level % 257 !== 0)).toBe(true);
  });

  test('gives the same bytes for the same picture and options, and doubles the height at twice the strength', async () => {
    const [first, second, strong] = [join(folder, 'c'), join(folder, 'd'), join(folder, 'e')];
    await run({ image, out: first, size: 24 });
    await run({ image, out: second, size: 24 });
    const { result } = await run({ image, out: strong, size: 24, strength: 2 });

    for (const file of await readdir(first)) {
      expect(Buffer.compare(await readFile(join(first, file)), await readFile(join(second, file)))).toBe(0);
    }
    expect(result).toMatchObject({ width: 24, height: 16 });
    expect(result.heightScale).toBeCloseTo(2 * (await readMaterial(first)).heightScale, 6);
  });

  test('makes a plain material from a plain image', async () => {
    const plain = join(folder, 'plain.png');
    await writeFile(plain, await encodePng({ width: 5, height: 4, channels: 1, data: new Uint8Array(20).fill(99) }));

    const { result } = await run({ image: plain, out: join(folder, 'f') });

    expect(result.heightScale).toBe(0);
    const normal = await decodeImage(result.maps.normal);
    expect([...normal.data.subarray(0, 3)]).toEqual([128, 128, 255]);
    expect((await decodeImage(result.maps.occlusion)).data).toEqual(new Uint8Array(20).fill(255));
  });

  test('lays a transparent figure over what makes it visible, and says so', async () => {
    const figure = join(folder, 'figure.png');
    // A black pixel column that is opaque, beside transparent ones: white shows it.
    const data = Uint8Array.from({ length: 32 }, (_, i) => (i % 2 === 1 && i % 8 === 1 ? 255 : 0));
    await writeFile(figure, await encodePng({ width: 4, height: 4, channels: 2, data }));

    const { result, events } = await run({ image: figure, out: join(folder, 'g') });

    expect(events).toContainEqual({ type: 'warning', message: expect.stringContaining('transparent') });
    expect([...(await decodeImage(result.maps.baseColor)).data.subarray(0, 6)]).toEqual([0, 0, 0, 255, 255, 255]);
  });

  test('refuses bad input with nothing written', async () => {
    const out = join(folder, 'none');

    await expect(run({ image: join(folder, 'absent.png'), out })).rejects.toMatchObject({ code: 'E-DECODE-001' });
    await expect(run({ image, out, size: 0 })).rejects.toMatchObject({ code: 'E-CONFIG-201' });
    await expect(run({ image, out, strength: Number.NaN })).rejects.toMatchObject({ code: 'E-CONFIG-202' });
    await expect(run({ image, out: join(image, 'x') })).rejects.toMatchObject({ code: 'E-IO-005' });
    await expect(run({ image, out, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(folder)).not.toContain('none');
  });
});

describe('readMaterial', () => {
  test('refuses a folder without manifest, a changed map and a manifest that points elsewhere', async () => {
    const out = join(folder, 'h');
    await run({ image, out });
    const manifest = await readFile(join(out, 'material.json'), 'utf8');

    await expect(readMaterial(folder)).rejects.toMatchObject({ code: 'E-DECODE-101' });
    await writeFile(join(out, 'normal.png'), 'other');
    await expect(readMaterial(out)).rejects.toMatchObject({ code: 'E-DECODE-103', path: join(out, 'normal.png') });
    await writeFile(join(out, 'material.json'), manifest.replace('"normal.png"', '"../normal.png"'));
    await expect(readMaterial(out)).rejects.toMatchObject({ code: 'E-DECODE-102', message: /outside the folder/ });
    await writeFile(join(out, 'material.json'), '{"material": 2}');
    await expect(readMaterial(out)).rejects.toMatchObject({ code: 'E-DECODE-102', message: /layout/ });
  });
});
