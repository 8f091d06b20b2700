import { type Image, resample, toChannels } from '@aigc/media/image';
import { estimateHeight, type HeightEstimate } from './estimate-height.js';
import { findBorders } from './find-borders.js';
import { luminance } from './luminance.js';
import type { MapName } from './manifest.js';
import { encodeNormals, heightToNormals } from './normals.js';
import { heightToOcclusion } from './occlusion.js';
import { type Borders, mapPlane, type Plane } from './plane.js';
import { luminanceToRoughness } from './roughness.js';

/** What decides the maps of a picture. */
export interface MapOptions {
  /** Pixels of the longer side. Default: the picture's own. */
  readonly size?: number | undefined;
  /** Scales height, and with it slopes and occlusion; 1 is what was estimated. Default 1. */
  readonly strength?: number | undefined;
  /** True wraps the borders, false ends the surface there. Default: as the picture's seams suggest. */
  readonly tile?: boolean | undefined;
  /** sRGB, 0 to 255: one base colour for the whole surface; the picture then gives its relief only. */
  readonly color?: readonly [number, number, number] | undefined;
  /** One roughness for the whole surface, 0 to 1. Default: estimated from the picture. */
  readonly roughness?: number | undefined;
  /** 0 for insulators, 1 for metals. Default 0: no picture tells. */
  readonly metallic?: number | undefined;
}

/** The maps of a material, and what they mean together. */
export interface MaterialMaps {
  readonly width: number;
  readonly height: number;
  readonly tileable: boolean;
  /** World height of the height map's full range, for a surface whose longer side is 1. */
  readonly heightScale: number;
  readonly estimate: Omit<HeightEstimate, 'height'>;
  readonly images: Readonly<Record<MapName, Image<Uint8Array> | Image<Uint16Array>>>;
}

/** Height in pixels below which all is rounding error. */
const PLAIN_RANGE = 1e-6;

/**
 * Makes the maps of a picture without alpha: pure and deterministic. Yields the name of a map before its computation.
 */
export function* makeMaps(image: Image, options: MapOptions = {}): Generator<MapName, MaterialMaps> {
  yield 'baseColor';
  const longer = Math.max(image.width, image.height);
  const scale = (options.size ?? longer) / longer;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const borders = chooseBorders(image, options.tile);
  const border = borders.x === 'wrap' && borders.y === 'wrap' ? 'wrap' : 'clamp';
  const isSame = width === image.width && height === image.height;
  const kernel = scale < 1 ? 'lanczos3' : 'cubic';
  const sized = isSame ? image : resample(image, width, height, { kernel, border });

  yield 'height';
  // A reduced picture is read as reduced; an enlarged one holds no more than it did before.
  const estimate = estimateHeight(scale < 1 ? sized : image, { width, height, borders });
  const strength = options.strength ?? 1;
  const isPlain = extent(estimate.height).range * strength < PLAIN_RANGE;
  const relief = mapPlane(estimate.height, (value) => (isPlain ? 0 : value * strength));
  const { low, range } = extent(relief);

  yield 'normal';
  const normal = encodeNormals(heightToNormals(relief, borders));
  yield 'occlusion';
  const occlusion = toBytes(heightToOcclusion(relief, borders));
  yield 'roughness';
  const roughness =
    options.roughness === undefined
      ? toBytes(luminanceToRoughness(luminance(sized)))
      : new Uint8Array(width * height).fill(Math.round(options.roughness * 255));
  const grey = { width, height, channels: 1 as const };
  const colour = { width, height, channels: 3 as const };
  return {
    width,
    height,
    tileable: border === 'wrap',
    heightScale: range / Math.max(width, height),
    estimate: { graphic: estimate.graphic, lightFromAbove: estimate.lightFromAbove, confidence: estimate.confidence },
    images: {
      baseColor:
        options.color === undefined ? toChannels(sized, 3) : { ...colour, data: plainColor(options.color, width * height) },
      normal: { ...colour, data: normal },
      height: { ...grey, data: toLevels(relief, low, range) },
      roughness: { ...grey, data: roughness },
      metallicRoughness: { ...colour, data: packMetallicRoughness(roughness, options.metallic ?? 0) },
      occlusion: { ...grey, data: occlusion },
    },
  };
}

function chooseBorders(image: Image, tile: boolean | undefined): Borders {
  if (tile === undefined) return findBorders(luminance(image));
  return tile ? { x: 'wrap', y: 'wrap' } : { x: 'clamp', y: 'clamp' };
}

function extent({ data }: Plane): { readonly low: number; readonly range: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, range: high - low };
}

/** 16-bit levels over the whole range; a plain surface lies in the middle. */
function toLevels({ data }: Plane, low: number, range: number): Uint16Array {
  const levels = new Uint16Array(data.length).fill(32768);
  if (range > 0) for (let i = 0; i < levels.length; i++) levels[i] = Math.round(((data[i]! - low) / range) * 65535);
  return levels;
}

function toBytes({ data }: Plane): Uint8Array {
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round(data[i]! * 255);
  return bytes;
}

function plainColor(color: readonly [number, number, number], pixels: number): Uint8Array {
  return Uint8Array.from({ length: pixels * 3 }, (_, i) => color[i % 3]!);
}

/** glTF's packing: roughness in green, metallic in blue; red is unused and full. */
function packMetallicRoughness(roughness: Uint8Array, metallic: number): Uint8Array {
  const blue = Math.round(metallic * 255);
  return Uint8Array.from({ length: roughness.length * 3 }, (_, i) => [255, roughness[Math.floor(i / 3)]!, blue][i % 3]!);
}
