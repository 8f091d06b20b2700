import { encodePng } from '@aigc/media/image';
import { Document, NodeIO } from '@gltf-transform/core';
import { sphereGeometry } from '../../mesh/sphere.js';
import { readGlb } from '../read-glb.js';
import type { Scene } from '../scene.js';

/** A ball for tests: plain green, or painted with bands and dents that differ along both axes. */
export async function ballScene(paint: 'green' | 'bands' = 'green'): Promise<Scene> {
  const document = new Document();
  const { positions, normals, uvs, indices } = sphereGeometry(0.5, 24);
  const buffer = document.createBuffer();
  const accessor = (type: 'VEC2' | 'VEC3', array: Float32Array) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer);
  const material = document.createMaterial().setBaseColorFactor([0.05, 0.6, 0.1, 1]).setMetallicFactor(0);
  if (paint === 'bands') {
    const texture = async (draw: Draw) =>
      document
        .createTexture()
        .setMimeType('image/png')
        .setImage(await picture(draw));
    material
      .setBaseColorFactor([1, 1, 1, 1])
      .setBaseColorTexture(await texture((x, y) => [x % 16 < 8 ? 230 : 40, y * 4, 120]))
      .setNormalTexture(await texture((x, y) => [128 + (x % 8 < 4 ? 40 : -40), 128 + (y % 16 < 8 ? 30 : -30), 230]))
      .setMetallicRoughnessTexture(await texture((x, y) => [0, 60 + x * 2, y < 32 ? 255 : 0]))
      .setMetallicFactor(1);
  }
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', positions))
    .setAttribute('NORMAL', accessor('VEC3', normals))
    .setAttribute('TEXCOORD_0', accessor('VEC2', uvs))
    .setIndices(document.createAccessor().setType('SCALAR').setArray(indices).setBuffer(buffer))
    .setMaterial(material);
  document.createScene().addChild(document.createNode().setMesh(document.createMesh().addPrimitive(primitive)));
  return (await readGlb(await new NodeIO().writeBinary(document), 'ball.glb', 64)).scene;
}

type Draw = (x: number, y: number) => readonly [red: number, green: number, blue: number];

function picture(draw: Draw): Promise<Uint8Array> {
  const side = 64;
  const pixels = Array.from({ length: side * side }, (_, index) => draw(index % side, Math.floor(index / side)));
  return encodePng({ width: side, height: side, channels: 3, data: Uint8Array.from(pixels.flat()) });
}
