import { DecodeError } from '@aigc/plugin-api';
import { type Document, Logger, type Material, type Node, NodeIO, type Texture, TextureInfo } from '@gltf-transform/core';
import { EXTTextureAVIF, EXTTextureWebP, KHRMeshQuantization } from '@gltf-transform/extensions';
import { buildTexture, type TextureImages } from './build-texture.js';
import { readGlbJson } from './glb-json.js';
import { MeshCollector } from './mesh-collector.js';
import { placeOnGround } from './place-on-ground.js';
import type { MaterialTexture, Scene, SceneMaterial } from './scene.js';

/** A GLB made ready to be drawn. */
export interface GlbScene {
  readonly scene: Scene;
  /** What the file asks for and the picture will not show, one sentence each. */
  readonly warnings: readonly string[];
  /** `asset.extras.aigc` of the file as it stands: the recipe of files that aigc made. */
  readonly recipe: unknown;
}

// Deeper than any real scene; keeps a chain of nodes from overflowing the stack.
const MAX_DEPTH = 256;
const IDENTITY: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/**
 * Reads a GLB from its bytes; nothing outside them is opened.
 *
 * @param path what errors call the file
 * @param textureLimit longer side in pixels that textures are reduced to
 * @throws DecodeError (exit 10) when the bytes are no GLB, are damaged, name files outside or need an unsupported extension.
 */
export async function readGlb(glb: Uint8Array, path: string, textureLimit: number): Promise<GlbScene> {
  const json = readGlbJson(glb, path);
  const document = await parse(glb, path);
  const warnings = new Set<string>();
  const collector = new MeshCollector(warnings);
  const materials: (Material | null)[] = [];
  const visited = new Set<Node>();
  const visit = (node: Node, parent: Matrix, depth: number): void => {
    if (visited.has(node) || depth > MAX_DEPTH) {
      throw new DecodeError('E-DECODE-132', 'the GLB is damaged: its nodes form a loop or are nested too deeply', { path });
    }
    visited.add(node);
    const matrix = multiply(parent, node.getMatrix());
    if (!matrix.every(Number.isFinite))
      throw new DecodeError('E-DECODE-132', 'the GLB is damaged: a node has no finite place', { path });
    if (node.getSkin() !== null) warnings.add('skinning is not applied: the mesh is drawn as it was modelled');
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
      const material = primitive.getMaterial();
      if (!materials.includes(material)) materials.push(material);
      collector.add(primitive, matrix, materials.indexOf(material));
    }
    for (const child of node.listChildren()) visit(child, matrix, depth + 1);
  };
  const root = document.getRoot();
  for (const node of (root.getDefaultScene() ?? root.listScenes()[0])?.listChildren() ?? []) visit(node, IDENTITY, 0);
  if (collector.isEmpty) throw new DecodeError('E-DECODE-134', 'the GLB holds no triangles to draw', { path });
  const { mesh, halfSize } = placeOnGround(collector.build());
  const sceneMaterials: SceneMaterial[] = [];
  for (const material of materials) sceneMaterials.push(await readMaterial(material, { path, textureLimit, warnings }));
  return { scene: { mesh, halfSize, materials: sceneMaterials }, warnings: [...warnings], recipe: json.asset?.extras?.aigc };
}

async function parse(glb: Uint8Array, path: string): Promise<Document> {
  const io = new NodeIO().registerExtensions([EXTTextureWebP, EXTTextureAVIF, KHRMeshQuantization]);
  try {
    return await io.setLogger(new Logger(Logger.Verbosity.SILENT)).readBinary(glb);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DecodeError('E-DECODE-133', `the GLB cannot be read: ${reason}`, {
      path,
      hints: ['export it without compression extensions (Draco, meshopt, KTX2)'],
      cause,
    });
  }
}

/** Column-major 4 x 4. */
type Matrix = readonly number[];

function multiply(a: Matrix, b: Matrix): Matrix {
  return Array.from({ length: 16 }, (_, index) => {
    const [row, column] = [index % 4, index - (index % 4)];
    return [0, 1, 2, 3].reduce((sum, k) => sum + (a[k * 4 + row] as number) * (b[column + k] as number), 0);
  });
}

interface MaterialReading {
  readonly path: string;
  readonly textureLimit: number;
  readonly warnings: Set<string>;
}

async function readMaterial(material: Material | null, reading: MaterialReading): Promise<SceneMaterial> {
  const white = [1, 1, 1] as const;
  if (material === null) {
    // glTF's default material is white metal of roughness 1; every viewer shows matt white instead.
    const plain = { metallic: 0, roughness: 0.8, normalScale: 1, occlusionStrength: 1 };
    return { ...plain, baseColor: white, emissive: [0, 0, 0], doubleSided: true, texture: undefined };
  }
  if (material.getAlphaMode() !== 'OPAQUE') reading.warnings.add('transparency is not drawn: materials are opaque');
  if (material.getEmissiveTexture() !== null) reading.warnings.add('emissive textures are not drawn');
  const [red, green, blue] = material.getBaseColorFactor();
  return {
    baseColor: [red, green, blue],
    emissive: material.getEmissiveTexture() === null ? material.getEmissiveFactor() : [0, 0, 0],
    metallic: material.getMetallicFactor(),
    roughness: material.getRoughnessFactor(),
    normalScale: material.getNormalScale(),
    occlusionStrength: material.getOcclusionStrength(),
    doubleSided: material.getDoubleSided(),
    texture: await readTextures(material, reading),
  };
}

async function readTextures(material: Material, reading: MaterialReading): Promise<MaterialTexture | undefined> {
  const image = (texture: Texture | null) => texture?.getImage() ?? undefined;
  const images: TextureImages = {
    baseColor: image(material.getBaseColorTexture()),
    normal: image(material.getNormalTexture()),
    metallicRoughness: image(material.getMetallicRoughnessTexture()),
    occlusion: image(material.getOcclusionTexture()),
  };
  const infos = [
    material.getBaseColorTextureInfo(),
    material.getNormalTextureInfo(),
    material.getMetallicRoughnessTextureInfo(),
    material.getOcclusionTextureInfo(),
  ].filter((info) => info !== null);
  if (infos.some((info) => info.getTexCoord() !== 0)) reading.warnings.add('only the first set of texture coordinates is used');
  const repeats = infos.every((info) => info.getWrapS() === TextureInfo.WrapMode.REPEAT);
  return buildTexture(images, { repeats, limit: reading.textureLimit, name: `${reading.path}, material ${material.getName()}` });
}
