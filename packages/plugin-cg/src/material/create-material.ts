import { mkdir } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { AIGC_VERSION, sha256, storageFailure, writeFileAtomic } from '@aigc/core';
import { encodePng } from '@aigc/media/image';
import { type ArtifactEvent, InvalidConfigError, type Recipe } from '@aigc/plugin-api';
import { type MapOptions, type MaterialMaps, makeMaps } from './make-maps.js';
import { MANIFEST_FILE, MAP_NAMES, type MapName, type MaterialManifest, type MaterialMap } from './manifest.js';
import { RECIPE_KEYWORD, readSource } from './read-source.js';

/** What `cg material` is asked for. */
export interface MaterialOptions extends MapOptions {
  /** The picture: PNG, JPEG, WebP, AVIF, GIF or TIFF. */
  readonly image: string;
  /** Folder for the maps and the manifest; made if missing, files of the same names are replaced. */
  readonly out: string;
  /** Stops between two maps. */
  readonly signal?: AbortSignal;
}

/** What `cg material` made. Paths are absolute. */
export interface MaterialResult {
  readonly folder: string;
  readonly manifest: string;
  readonly maps: Readonly<Record<MapName, string>>;
  readonly width: number;
  readonly height: number;
  readonly tileable: boolean;
  readonly heightScale: number;
}

/** Largest side of a map in pixels. */
const MAX_SIZE = 8192;
const MAX_STRENGTH = 100;

const FORMATS: Readonly<Record<MapName, Omit<MaterialMap, 'file' | 'sha256'>>> = {
  baseColor: { colorSpace: 'srgb', channels: 'rgb', bitDepth: 8 },
  normal: { colorSpace: 'linear', channels: 'normal xyz', bitDepth: 8, convention: 'opengl +Y' },
  height: { colorSpace: 'linear', channels: 'r', bitDepth: 16 },
  roughness: { colorSpace: 'linear', channels: 'r', bitDepth: 8 },
  metallicRoughness: { colorSpace: 'linear', channels: 'g=roughness b=metallic', bitDepth: 8 },
  occlusion: { colorSpace: 'linear', channels: 'r', bitDepth: 8 },
};

/**
 * Makes a PBR material from a picture: base colour, normal, height, roughness and occlusion maps, and a manifest, which is
 * written last, so that a folder with a manifest is complete. The same picture and options give the same bytes.
 *
 * @throws DecodeError for a picture that cannot be read, InvalidConfigError for a size or strength out of range,
 * StorageError when the folder cannot be written.
 */
export async function* createMaterial(options: MaterialOptions): AsyncGenerator<ArtifactEvent, MaterialResult> {
  checkOptions(options);
  const folder = resolve(options.out);
  const source = await readSource(options.image);
  if (source.hadAlpha) yield { type: 'warning', message: 'the image has transparent parts: they became a plain background' };
  const recipe: Recipe = {
    recipe: 1,
    command: 'cg material',
    aigcVersion: AIGC_VERSION,
    settings: settingsOf(options),
    inputs: [source.input],
  };

  const maps = yield* computing(makeMaps(source.image, options), options.signal);
  await makeFolder(folder);
  const text = { [RECIPE_KEYWORD]: JSON.stringify(recipe) };
  const files: Partial<Record<MapName, MaterialMap>> = {};
  for (const name of MAP_NAMES) {
    options.signal?.throwIfAborted();
    const bytes = await encodePng(maps.images[name], { text });
    const file = `${name}.png`;
    await writeFileAtomic(join(folder, file), bytes);
    files[name] = { file, ...FORMATS[name], sha256: sha256(bytes) };
    yield { type: 'artifact-written', path: join(folder, file), kind: name };
  }
  const manifest = describeMaterial(options, maps, { files: files as Record<MapName, MaterialMap>, recipe });
  const path = join(folder, MANIFEST_FILE);
  await writeFileAtomic(path, `${JSON.stringify(manifest, null, 2)}\n`);
  yield { type: 'artifact-written', path, kind: 'manifest' };
  const paths = Object.fromEntries(MAP_NAMES.map((name) => [name, join(folder, `${name}.png`)]));
  const { width, height, tileable, heightScale } = maps;
  return { folder, manifest: path, maps: paths as Record<MapName, string>, width, height, tileable, heightScale };
}

async function* computing(
  steps: Generator<MapName, MaterialMaps>,
  signal?: AbortSignal,
): AsyncGenerator<ArtifactEvent, MaterialMaps> {
  // metallicRoughness is packed from roughness and takes no step of its own.
  const total = MAP_NAMES.length - 1;
  for (let done = 0; ; done++) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { type: 'progress', stage: `computing ${step.value}`, done, total };
    // Lets signals and the terminal in between two long computations.
    await new Promise((resume) => setImmediate(resume));
  }
}

function describeMaterial(
  options: MaterialOptions,
  maps: MaterialMaps,
  { files, recipe }: { readonly files: Readonly<Record<MapName, MaterialMap>>; readonly recipe: Recipe },
): MaterialManifest {
  return {
    material: 1,
    name: basename(options.image, extname(options.image)),
    width: maps.width,
    height: maps.height,
    tileable: maps.tileable,
    maps: files,
    normalScale: 1,
    heightScale: maps.heightScale,
    settings: { ...recipe.settings, estimate: maps.estimate },
    recipe,
  };
}

function settingsOf({ size, strength, tile, color, roughness, metallic }: MaterialOptions): Readonly<Record<string, unknown>> {
  const estimated = { size: size ?? 'image', strength: strength ?? 1, tile: tile ?? 'auto', metallic: metallic ?? 0 };
  return { ...estimated, color: color ?? 'image', roughness: roughness ?? 'image' };
}

function checkOptions({ size, strength }: MaterialOptions): void {
  if (size !== undefined && !(Number.isInteger(size) && size >= 1 && size <= MAX_SIZE)) {
    const message = `size must be a whole number from 1 to ${MAX_SIZE}, got ${size}`;
    throw new InvalidConfigError('E-CONFIG-201', message, { path: '--size' });
  }
  if (strength !== undefined && !(strength >= 0 && strength <= MAX_STRENGTH)) {
    const message = `strength must be from 0 to ${MAX_STRENGTH}, got ${strength}`;
    throw new InvalidConfigError('E-CONFIG-202', message, { path: '--strength' });
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw storageFailure('making the material folder', folder, cause);
  }
}
