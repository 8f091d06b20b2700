import { AIGC_VERSION } from '@aigc/core';
import type { Recipe } from '@aigc/plugin-api';
import { Document, type Material, NodeIO, type Texture } from '@gltf-transform/core';
import type { MeshGeometry } from './mesh-geometry.js';

/** PNG files of the maps that glTF's material takes. */
export interface MaterialTextures {
  readonly baseColor: Uint8Array;
  readonly normal: Uint8Array;
  /** Green roughness, blue metallic. */
  readonly metallicRoughness: Uint8Array;
  /** Red. */
  readonly occlusion: Uint8Array;
}

/** What one GLB is made of. */
export interface MeshContent {
  readonly name: string;
  readonly geometry: MeshGeometry;
  readonly textures: MaterialTextures;
  readonly normalScale: number;
  /** Show both faces: a surface without a back. */
  readonly doubleSided: boolean;
  readonly recipe: Recipe;
}

/** Builds a GLB of one mesh with one full material; the recipe lies in `asset.extras.aigc`. Same content, same bytes. */
export async function writeMeshGlb(content: MeshContent): Promise<Uint8Array> {
  const document = new Document();
  const asset = document.getRoot().getAsset();
  asset.generator = `aigc ${AIGC_VERSION}`;
  asset.extras = { aigc: content.recipe };
  const buffer = document.createBuffer();
  const { positions, normals, uvs, tangents, indices } = content.geometry;
  // Small meshes have 16-bit indices: half the size, and old viewers take them.
  const compact = positions.length / 3 <= 65_535 ? Uint16Array.from(indices) : indices;
  const accessor = (type: 'SCALAR' | 'VEC2' | 'VEC3' | 'VEC4', array: Float32Array | Uint16Array | Uint32Array) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer);
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', positions))
    .setAttribute('NORMAL', accessor('VEC3', normals))
    .setAttribute('TANGENT', accessor('VEC4', tangents))
    .setAttribute('TEXCOORD_0', accessor('VEC2', uvs))
    .setIndices(accessor('SCALAR', compact))
    .setMaterial(createMaterial(document, content));
  const mesh = document.createMesh(content.name).addPrimitive(primitive);
  const scene = document.createScene(content.name).addChild(document.createNode(content.name).setMesh(mesh));
  document.getRoot().setDefaultScene(scene);
  return new NodeIO().writeBinary(document);
}

function createMaterial(document: Document, { name, textures, normalScale, doubleSided }: MeshContent): Material {
  const texture = (map: keyof MaterialTextures): Texture =>
    document.createTexture(map).setImage(textures[map]).setMimeType('image/png');
  return document
    .createMaterial(name)
    .setDoubleSided(doubleSided)
    .setBaseColorTexture(texture('baseColor'))
    .setNormalTexture(texture('normal'))
    .setNormalScale(normalScale)
    .setMetallicRoughnessTexture(texture('metallicRoughness'))
    .setMetallicFactor(1)
    .setRoughnessFactor(1)
    .setOcclusionTexture(texture('occlusion'));
}
