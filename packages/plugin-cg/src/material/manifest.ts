// `material.json`: which file of a material folder is which map, and how to read it.
// Codes: E-DECODE-101 no manifest, -102 manifest not usable, -103 map missing or changed.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256File } from '@aigc/core';
import { DecodeError, type Recipe } from '@aigc/plugin-api';

/** File name of the manifest in a material folder. */
export const MANIFEST_FILE = 'material.json';

/** The maps of a material, by glTF's words. */
export const MAP_NAMES = ['baseColor', 'normal', 'height', 'roughness', 'metallicRoughness', 'occlusion'] as const;

/** Name of one map. */
export type MapName = (typeof MAP_NAMES)[number];

/** One image file of a material. */
export interface MaterialMap {
  /** File name inside the material's folder. */
  readonly file: string;
  readonly colorSpace: 'srgb' | 'linear';
  /** What the channels hold: `rgb`, `r`, `normal xyz`, or `g=roughness b=metallic`. */
  readonly channels: string;
  readonly bitDepth: 8 | 16;
  readonly sha256: string;
  /** Normal maps only: green points up in the image. */
  readonly convention?: 'opengl +Y';
}

/** Content of `material.json`. */
export interface MaterialManifest {
  /** Version of this layout. */
  readonly material: 1;
  readonly name: string;
  /** Pixels; all maps have this size. */
  readonly width: number;
  readonly height: number;
  /** True when opposite borders continue each other. */
  readonly tileable: boolean;
  readonly maps: Readonly<Record<MapName, MaterialMap>>;
  /** glTF's `normalTexture.scale`: 1, the normals are stored at full strength. */
  readonly normalScale: number;
  /** World height of the map's full range 0 to 1, for a surface whose longer side is 1. */
  readonly heightScale: number;
  /** Options the maps were made with. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly recipe: Recipe;
}

/**
 * Reads and checks the manifest of a material folder; the maps named by it exist and are the files it describes.
 *
 * @throws DecodeError when there is no manifest, it is of another layout, or a map is missing or was changed.
 */
export async function readMaterial(folder: string): Promise<MaterialManifest> {
  const manifest = await readManifest(folder);
  for (const name of MAP_NAMES) {
    const map = manifest.maps[name];
    const path = join(folder, map.file);
    let found: string;
    try {
      found = await sha256File(path);
    } catch (cause) {
      throw new DecodeError('E-DECODE-103', `the ${name} map of the material is missing`, { path, hints: [REMAKE], cause });
    }
    if (found !== map.sha256) {
      throw new DecodeError('E-DECODE-103', `the ${name} map is not the file that ${MANIFEST_FILE} describes`, {
        path,
        hints: [REMAKE],
      });
    }
  }
  return manifest;
}

const REMAKE = 'make the material again: aigc cg material IMAGE --out DIR';

async function readManifest(folder: string): Promise<MaterialManifest> {
  const path = join(folder, MANIFEST_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new DecodeError('E-DECODE-101', `the folder holds no material: ${MANIFEST_FILE} cannot be read`, {
      path,
      hints: [REMAKE],
      cause,
    });
  }
  const problem = findProblem(text);
  if (problem !== undefined) {
    throw new DecodeError('E-DECODE-102', `the material's manifest cannot be used: ${problem}`, { path, hints: [REMAKE] });
  }
  return JSON.parse(text) as MaterialManifest;
}

function findProblem(text: string): string | undefined {
  let value: Partial<MaterialManifest> | null;
  try {
    value = JSON.parse(text) as Partial<MaterialManifest> | null;
  } catch {
    return 'it is not JSON';
  }
  if (typeof value !== 'object' || value === null || value.material !== 1) return 'it is not of layout version 1';
  const sizes = [value.width, value.height, value.normalScale, value.heightScale];
  if (!sizes.every((size) => typeof size === 'number' && Number.isFinite(size))) return 'sizes are missing';
  for (const name of MAP_NAMES) {
    const map = value.maps?.[name];
    if (typeof map?.file !== 'string' || typeof map.sha256 !== 'string') return `the map ${name} is missing`;
    // A manifest from elsewhere may not name files outside its folder.
    if (/[/\\]/.test(map.file) || map.file === '..') return `the map ${name} is outside the folder`;
  }
  return undefined;
}
