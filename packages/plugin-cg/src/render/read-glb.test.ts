import { Document, NodeIO } from '@gltf-transform/core';
import { describe, expect, test } from '@jest/globals';
import { readGlb } from './read-glb.js';

interface Json {
  buffers?: { uri?: string; byteLength: number }[];
  images?: { uri: string }[];
  accessors: { count: number; bufferView?: number }[];
  nodes: { children?: number[] }[];
  scenes: { nodes: number[] }[];
  extensionsRequired?: string[];
  extensionsUsed?: string[];
}

/** One upright triangle with UVs, without normals, tangents or material. */
function triangle(): Document {
  const document = new Document();
  const buffer = document.createBuffer();
  const accessor = (type: 'VEC2' | 'VEC3', values: number[]) =>
    document.createAccessor().setType(type).setArray(Float32Array.from(values)).setBuffer(buffer);
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', [0, 0, 0, 2, 0, 0, 0, 4, 0]))
    .setAttribute('TEXCOORD_0', accessor('VEC2', [0, 1, 1, 1, 0, 0]));
  const node = document.createNode('part').setMesh(document.createMesh().addPrimitive(primitive));
  document.createScene().addChild(node);
  return document;
}

/** The GLB with its JSON changed. */
async function edited(change: (json: Json) => void): Promise<Uint8Array> {
  const glb = await new NodeIO().writeBinary(triangle());
  const view = new DataView(glb.buffer);
  const length = view.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length))) as Json;
  change(json);
  const text = Buffer.from(JSON.stringify(json));
  const padded = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, ' ')]);
  const result = Buffer.concat([glb.subarray(0, 20), padded, glb.subarray(20 + length)]);
  result.writeUInt32LE(result.length, 8);
  result.writeUInt32LE(padded.length, 12);
  return new Uint8Array(result);
}

describe('readGlb', () => {
  test('places the mesh on the ground around the axis, its longest half side 1, and makes what the file leaves out', async () => {
    const { scene, warnings } = await readGlb(await edited(() => undefined), 'a.glb', 512);
    expect(scene.halfSize).toEqual([0.5, 1, 0]);
    expect([...scene.mesh.positions]).toEqual([-0.5, 0, 0, 0.5, 0, 0, -0.5, 2, 0]);
    expect([...scene.mesh.normals]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1]);
    // u grows along +X, and the image is not mirrored.
    expect([...scene.mesh.tangents.subarray(0, 4)]).toEqual([1, 0, 0, 1]);
    expect(warnings).toEqual([]);
  });

  test.each(['../../secret.bin', '/etc/passwd', 'https://example.org/a.bin', 'file:///etc/passwd'])(
    'refuses a buffer or image outside the file: %s',
    async (uri) => {
      const buffer = await edited((json) => {
        json.buffers = [{ uri, byteLength: 60 }];
      });
      const image = await edited((json) => {
        json.images = [{ uri }];
      });
      for (const glb of [buffer, image]) {
        await expect(readGlb(glb, 'a.glb', 512)).rejects.toMatchObject({ code: 'E-DECODE-131', exitCode: 10, path: 'a.glb' });
      }
    },
  );

  test('refuses accessors larger than the file before anything is allocated for them', async () => {
    const stored = await edited((json) => {
      (json.accessors[0] as { count: number }).count = 4e9;
    });
    const zeros = await edited((json) => {
      json.accessors[0] = { ...(json.accessors[0] as { count: number }), count: 1e9 };
      delete (json.accessors[0] as { bufferView?: number }).bufferView;
    });
    for (const glb of [stored, zeros]) await expect(readGlb(glb, 'a.glb', 512)).rejects.toMatchObject({ code: 'E-DECODE-132' });
  });

  test('ends on nodes in a loop, on missing extensions and on files that are no GLB', async () => {
    const loop = await edited((json) => {
      json.nodes = [{ children: [1] }, { children: [0] }];
    });
    const draco = await edited((json) => {
      json.extensionsUsed = ['KHR_draco_mesh_compression'];
      json.extensionsRequired = ['KHR_draco_mesh_compression'];
    });
    await expect(readGlb(loop, 'a.glb', 512)).rejects.toMatchObject({ exitCode: 10 });
    await expect(readGlb(draco, 'a.glb', 512)).rejects.toMatchObject({ code: 'E-DECODE-133' });
    await expect(readGlb(new Uint8Array(40), 'a.glb', 512)).rejects.toMatchObject({ code: 'E-DECODE-130' });
    const glb = await edited(() => undefined);
    await expect(readGlb(glb.subarray(0, glb.length - 30), 'a.glb', 512)).rejects.toMatchObject({ code: 'E-DECODE-130' });
  });

  test('moves meshes with their nodes', async () => {
    const document = triangle();
    document.getRoot().listNodes()[0]?.setRotation([0, Math.SQRT1_2, 0, Math.SQRT1_2]);
    const { scene } = await readGlb(await new NodeIO().writeBinary(document), 'a.glb', 512);
    // A quarter turn about +Y takes +X to -Z and +Z to +X.
    expect(scene.halfSize.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0, 1, 0.5]);
    expect(scene.mesh.normals[0]).toBeCloseTo(1, 6);
  });
});
