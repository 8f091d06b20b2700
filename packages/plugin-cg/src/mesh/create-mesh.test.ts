import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '@aigc/media/image';
import { NodeIO } from '@gltf-transform/core';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMaterial } from '../material/create-material.js';
import { readGlbJson } from '../render/glb-json.js';
import { type CreateMeshOptions, createMesh, MESH_SHAPES } from './create-mesh.js';
import { validateGlb } from './validate-glb.js';

let folder = '';
let materialDir = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigc-'));
  materialDir = join(folder, 'material');
  const data = Uint8Array.from({ length: 48 * 32 * 3 }, (_, index) => (Math.floor(index / 24) * 53 + index * 17) % 256);
  await writeFile(join(folder, 'picture.png'), await encodePng({ width: 48, height: 32, channels: 3, data }));
  await finish(createMaterial({ image: join(folder, 'picture.png'), out: materialDir }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function finish<R>(events: AsyncGenerator<unknown, R>): Promise<R> {
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
  }
}

const make = (options: Partial<CreateMeshOptions> & Pick<CreateMeshOptions, 'shape' | 'out'>) =>
  finish(createMesh({ materialDir, ...options }));

describe.each(MESH_SHAPES)('createMesh, %s', (shape) => {
  test('passes the Khronos validator without errors, warnings or notes on tangents, with the same bytes each time', async () => {
    const [out, again] = [join(folder, `${shape}.glb`), join(folder, `${shape}-again.glb`)];
    const mesh = await make({ shape, out });
    expect(mesh.validation).toMatchObject({ errors: 0, warnings: 0 });
    expect(mesh.validation.issues.map(({ code }) => code)).not.toContain('MESH_PRIMITIVE_GENERATED_TANGENT_SPACE');
    expect((await readFile(out)).length).toBe(mesh.bytes);
    expect((await make({ shape, out: again })).sha256).toBe(mesh.sha256);
  });

  test('carries a full material and the lineage back to the picture', async () => {
    const out = join(folder, `${shape}-full.glb`);
    await make({ shape, out });
    const root = (await new NodeIO().read(out)).getRoot();
    const [material] = root.listMaterials();
    expect(material?.getBaseColorTexture()?.getImage()).toEqual(
      new Uint8Array(await readFile(join(materialDir, 'baseColor.png'))),
    );
    const maps = [material?.getNormalTexture(), material?.getMetallicRoughnessTexture(), material?.getOcclusionTexture()];
    expect(maps.every((map) => map?.getMimeType() === 'image/png')).toBe(true);
    const { generator, extras } = readGlbJson(new Uint8Array(await readFile(out)), out).asset ?? {};
    expect(generator).toMatch(/^aigc \d/);
    expect(extras).toMatchObject({
      aigc: {
        command: 'cg mesh',
        settings: { shape },
        inputs: [{ name: 'material.json', recipe: { command: 'cg material', inputs: [{ name: 'picture.png' }] } }],
      },
    });
  });
});

test('keeps the aspect of the picture, in metres', async () => {
  const out = join(folder, 'wide.glb');
  await make({ shape: 'plane', out, size: 3 });
  const position = (await new NodeIO().read(out)).getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('POSITION');
  expect(position?.getMax([])).toEqual([1.5, 1, 0]);
});

test('refuses options out of range and folders without a material, and writes nothing', async () => {
  const before = (await readdir(folder)).sort();
  await expect(make({ shape: 'plane', out: join(folder, 'a.gltf') })).rejects.toMatchObject({
    code: 'E-CONFIG-120',
    exitCode: 2,
  });
  await expect(make({ shape: 'relief', out: join(folder, 'a.glb'), depth: -1 })).rejects.toMatchObject({ code: 'E-CONFIG-122' });
  await expect(make({ shape: 'sphere', out: join(folder, 'a.glb'), resolution: 1.5 })).rejects.toMatchObject({
    code: 'E-CONFIG-123',
  });
  const absent = make({ shape: 'plane', out: join(folder, 'a.glb'), materialDir: join(folder, 'absent') });
  await expect(absent).rejects.toMatchObject({ exitCode: 10 });
  expect((await readdir(folder)).sort()).toEqual(before);
});

test('validateGlb counts what the validator finds in a damaged file', async () => {
  const out = join(folder, 'damaged.glb');
  await make({ shape: 'plane', out });
  const glb = new Uint8Array(await readFile(out));
  // The JSON text names the accessor type VEC3 of the positions first.
  glb[Buffer.from(glb).indexOf('"VEC3"') + 4] = '2'.charCodeAt(0);
  const validation = await validateGlb(glb);
  expect(validation.errors).toBeGreaterThan(0);
  expect(validation.issues[0]).toMatchObject({ severity: 'error' });
});
