import { decodeImage, type Image, resize, srgbToLinear, toChannels } from '@aigc/media/image';
import { type MaterialTexture, TEXEL_CHANNELS } from './scene.js';
import { buildPyramid, listLevels } from './texture-pyramid.js';

/** Encoded images of a material's maps; undefined where it has none. */
export interface TextureImages {
  readonly baseColor: Uint8Array | undefined;
  readonly normal: Uint8Array | undefined;
  readonly metallicRoughness: Uint8Array | undefined;
  readonly occlusion: Uint8Array | undefined;
}

/** How maps become one texture. */
export interface BuildTextureOptions {
  readonly repeats: boolean;
  /** Largest side in pixels. */
  readonly limit: number;
  /** What errors call the images. */
  readonly name: string;
}

/**
 * Decodes a material's maps and lays them into one pyramid of power-of-two levels; undefined without any map.
 *
 * @throws DecodeError when an image cannot be decoded.
 */
export async function buildTexture(images: TextureImages, options: BuildTextureOptions): Promise<MaterialTexture | undefined> {
  const decode = async (map: keyof TextureImages): Promise<Image | undefined> => {
    const bytes = images[map];
    return bytes === undefined ? undefined : toChannels(await decodeImage(bytes, { name: `${options.name}, ${map}` }), 3);
  };
  const [baseColor, normal] = [await decode('baseColor'), await decode('normal')];
  const [metallicRoughness, occlusion] = [await decode('metallicRoughness'), await decode('occlusion')];
  const present = [baseColor, normal, metallicRoughness, occlusion].filter((image) => image !== undefined);
  if (present.length === 0) return undefined;
  const size = (side: 'width' | 'height') => powerOfTwo(Math.max(...present.map((image) => image[side])), options.limit);
  const [width, height] = [size('width'), size('height')];
  const fit = async (image: Image | undefined) => (image === undefined ? undefined : (await resize(image, width, height)).data);
  const levels = listLevels(width, height);
  const last = levels.at(-1);
  const length = (last === undefined ? 0 : last.offset) + TEXEL_CHANNELS;
  const data = new Uint16Array(new SharedArrayBuffer(length * 2));
  fillBaseColor(data, await fit(baseColor), width * height);
  fillNormal(data, await fit(normal), width * height);
  const packed = await fit(metallicRoughness);
  fillChannel(data, 6, packed, 1, width * height);
  fillChannel(data, 7, packed, 2, width * height);
  fillChannel(data, 8, await fit(occlusion), 0, width * height);
  buildPyramid(data, levels);
  return { data, levels, repeats: options.repeats };
}

function powerOfTwo(side: number, limit: number): number {
  return 2 ** Math.min(Math.ceil(Math.log2(side)), Math.floor(Math.log2(limit)));
}

function fillBaseColor(data: Uint16Array, pixels: Uint8Array | undefined, count: number): void {
  const linear = Uint16Array.from({ length: 256 }, (_, value) => Math.round(srgbToLinear(value / 255) * 65_535));
  for (let texel = 0; texel < count; texel++) {
    for (let channel = 0; channel < 3; channel++) {
      const value = pixels === undefined ? 255 : (pixels[texel * 3 + channel] as number);
      data[texel * TEXEL_CHANNELS + channel] = linear[value] as number;
    }
  }
}

/** To unit length: what 8 bits round off must not be taken for roughness. */
function fillNormal(data: Uint16Array, pixels: Uint8Array | undefined, count: number): void {
  const component = (texel: number, axis: number) => ((pixels?.[texel * 3 + axis] ?? 127.5) / 255) * 2 - 1;
  for (let texel = 0; texel < count; texel++) {
    let [x, y, z] = [component(texel, 0), component(texel, 1), component(texel, 2)];
    const length = Math.hypot(x, y, z);
    [x, y, z] = length < 1e-3 ? [0, 0, 1] : [x / length, y / length, z / length];
    const at = texel * TEXEL_CHANNELS + 3;
    data[at] = Math.round((x * 0.5 + 0.5) * 65_535);
    data[at + 1] = Math.round((y * 0.5 + 0.5) * 65_535);
    data[at + 2] = Math.round((z * 0.5 + 0.5) * 65_535);
  }
}

function fillChannel(
  data: Uint16Array,
  target: number,
  pixels: Uint8Array | undefined,
  ...rest: readonly [number, number]
): void {
  const [source, count] = rest;
  for (let texel = 0; texel < count; texel++) {
    const value = pixels === undefined ? 255 : (pixels[texel * 3 + source] as number);
    data[texel * TEXEL_CHANNELS + target] = value * 257;
  }
}
