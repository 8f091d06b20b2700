import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AIGC_VERSION, sha256, writeFileAtomic } from '@aigc/core';
import { decodeImage, decodeImage16, encodePng } from '@aigc/media/image';
import { type ArtifactEvent, DecodeError, InvalidConfigError, type Recipe } from '@aigc/plugin-api';
import { MANIFEST_FILE, type MaterialManifest, readMaterial } from '../material/manifest.js';
import { type HeightGrid, sampleHeights } from './height-grid.js';
import { writeMeshGlb } from './mesh-document.js';
import type { MeshGeometry } from './mesh-geometry.js';
import { planeGeometry } from './plane.js';
import { type ReliefSize, reliefFront, reliefGeometry } from './relief.js';
import { bakeReliefNormals } from './relief-normals.js';
import { sphereGeometry } from './sphere.js';
import { type GlbValidation, validateGlb } from './validate-glb.js';

/** Shapes that a material can be put on. */
export const MESH_SHAPES = ['plane', 'sphere', 'relief'] as const;

/** Name of one shape. */
export type MeshShape = (typeof MESH_SHAPES)[number];

/** What to build, from what, and where. */
export interface CreateMeshOptions {
  /** Folder with a `material.json`. */
  readonly materialDir: string;
  readonly shape: MeshShape;
  /** The GLB file. */
  readonly out: string;
  /** Longer side of plane and relief, diameter of the sphere, in metres. Default 1. */
  readonly size?: number;
  /** Relief: vertices along the longer side; default 256. Sphere: divisions from pole to pole; default 64. */
  readonly resolution?: number;
  /** Relief: metres between height 0 and 1. Default: the material's own height scale times size. */
  readonly depth?: number;
}

/** The mesh that was written. */
export interface MeshResult {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly vertices: number;
  readonly triangles: number;
  /** Relief only, metres. */
  readonly depth: number | undefined;
  readonly validation: GlbValidation;
}

// Thinner than this the plaque looks like bent paper; share of the longer side.
const PLAQUE_THICKNESS = 0.04;
const RESOLUTION = { plane: 2, sphere: 64, relief: 256 } as const;

/**
 * Puts a material on a shape and writes it as a GLB that the Khronos validator passes without errors or warnings.
 *
 * Everything stands upright and faces +Z, so that it faces the viewer in glTF viewers and the front view of DCC programs.
 *
 * @throws InvalidConfigError (exit 2) for options out of range, DecodeError (exit 10) for a material that cannot be used.
 * @throws StorageError (exit 20) when the file cannot be written, ExternalToolError (exit 41) when the validator fails.
 */
export async function* createMesh(options: CreateMeshOptions): AsyncGenerator<ArtifactEvent, MeshResult, undefined> {
  checkOptions(options);
  const path = resolve(options.out);
  yield { type: 'progress', stage: 'reading the material', done: 0, total: 3 };
  const material = await readMaterial(options.materialDir);
  const manifestBytes = await readFile(join(options.materialDir, MANIFEST_FILE));
  const size = options.size ?? 1;
  const depth = options.shape === 'relief' ? (options.depth ?? material.heightScale * size) : undefined;
  const resolution = options.resolution ?? RESOLUTION[options.shape];
  yield { type: 'progress', stage: 'building the mesh', done: 1, total: 3 };
  const shape = await buildShape(options, material, { size, depth: depth ?? 0, resolution });
  const recipe: Recipe = {
    recipe: 1,
    command: 'cg mesh',
    aigcVersion: AIGC_VERSION,
    settings: {
      shape: options.shape,
      size,
      ...(options.shape === 'plane' ? {} : { resolution }),
      ...(depth === undefined ? {} : { depth }),
    },
    inputs: [{ name: MANIFEST_FILE, sha256: sha256(manifestBytes), recipe: material.recipe }],
  };
  const glb = await writeMeshGlb({
    name: material.name,
    geometry: shape.geometry,
    textures: { ...(await readTextures(options.materialDir, material)), ...shape.normal },
    normalScale: material.normalScale,
    doubleSided: options.shape === 'plane',
    recipe,
  });
  yield { type: 'progress', stage: 'validating', done: 2, total: 3 };
  const validation = await validateGlb(glb);
  refuseInvalid(validation, options.materialDir);
  await writeFileAtomic(path, glb);
  yield { type: 'progress', stage: 'validating', done: 3, total: 3 };
  yield { type: 'artifact-written', path, kind: 'mesh' };
  const { positions, indices } = shape.geometry;
  const counts = { vertices: positions.length / 3, triangles: indices.length / 3 };
  return { path, bytes: glb.length, sha256: sha256(glb), ...counts, depth, validation };
}

interface ShapeMeasures {
  readonly size: number;
  readonly depth: number;
  readonly resolution: number;
}

interface Shape {
  readonly geometry: MeshGeometry;
  /** A normal map made for this geometry, where the material's own does not fit. */
  readonly normal: { readonly normal: Uint8Array } | undefined;
}

async function buildShape(options: CreateMeshOptions, material: MaterialManifest, measures: ShapeMeasures): Promise<Shape> {
  const longer = Math.max(material.width, material.height);
  const width = (measures.size * material.width) / longer;
  const height = (measures.size * material.height) / longer;
  if (options.shape === 'plane') return { geometry: planeGeometry(width, height), normal: undefined };
  if (options.shape === 'sphere') return { geometry: sphereGeometry(measures.size / 2, measures.resolution), normal: undefined };
  const map = await decodeImage16(join(options.materialDir, material.maps.height.file));
  const { tileable } = material;
  const alongShort = (side: number) => Math.max(2, Math.round((measures.resolution * side) / measures.size));
  const grid = sampleHeights(map, { columns: alongShort(width), rows: alongShort(height), tileable });
  const thickness = PLAQUE_THICKNESS * measures.size;
  const size: ReliefSize = { width, height, depth: measures.depth, thickness, tileable };
  return { geometry: reliefGeometry(grid, size), normal: await bakeNormal(options, material, grid, size) };
}

async function bakeNormal(options: CreateMeshOptions, material: MaterialManifest, grid: HeightGrid, size: ReliefSize) {
  const flat = await decodeImage(join(options.materialDir, material.maps.normal.file));
  const madeFor = material.heightScale * Math.max(size.width, size.height);
  const slopeScale = madeFor > 0 ? size.depth / madeFor : 1;
  return { normal: await encodePng(bakeReliefNormals(flat, reliefFront(grid, size), grid, slopeScale)) };
}

async function readTextures(folder: string, { maps }: MaterialManifest) {
  const read = async (name: 'baseColor' | 'normal' | 'metallicRoughness' | 'occlusion') =>
    new Uint8Array(await readFile(join(folder, maps[name].file)));
  return {
    baseColor: await read('baseColor'),
    normal: await read('normal'),
    metallicRoughness: await read('metallicRoughness'),
    occlusion: await read('occlusion'),
  };
}

function checkOptions({ shape, out, size, depth, resolution }: CreateMeshOptions): void {
  if (!out.toLowerCase().endsWith('.glb')) {
    throw new InvalidConfigError('E-CONFIG-120', 'a mesh is written as .glb only', { path: out, hints: ['--out mesh.glb'] });
  }
  if (size !== undefined && !(size > 0 && Number.isFinite(size))) {
    throw new InvalidConfigError('E-CONFIG-121', `the size must be a positive number of metres, got ${size}`);
  }
  if (depth !== undefined && !(depth >= 0 && Number.isFinite(depth))) {
    throw new InvalidConfigError('E-CONFIG-122', `the depth must be 0 or more metres, got ${depth}`);
  }
  const [least, most] = shape === 'sphere' ? [4, 512] : [2, 2048];
  if (resolution !== undefined && !(Number.isInteger(resolution) && resolution >= least && resolution <= most)) {
    const message = `the resolution of a ${shape} must be a whole number from ${least} to ${most}, got ${resolution}`;
    throw new InvalidConfigError('E-CONFIG-123', message);
  }
}

function refuseInvalid({ errors, warnings, issues }: GlbValidation, materialDir: string): void {
  if (errors + warnings === 0) return;
  const first = issues.find(({ severity }) => severity === 'error' || severity === 'warning');
  const finding = first === undefined ? '' : `, first ${first.code} at ${first.pointer ?? '/'}: ${first.message}`;
  throw new DecodeError(
    'E-DECODE-120',
    `the mesh has ${errors} errors and ${warnings} warnings of the glTF validator${finding}`,
    {
      path: materialDir,
      note: 'no file was written',
      hints: ['make the material again: aigc cg material IMAGE --out DIR'],
    },
  );
}
