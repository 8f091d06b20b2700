import type { DataTexture } from 'three/webgpu';
import { type MaterialTexture, TEXEL_CHANNELS } from '../scene.js';
import type { ThreeModule } from './three-module.js';

/** A material's maps as the shader reads them. */
export interface MaterialTextures {
  /** Base colour (linear) and roughness. */
  readonly paint: DataTexture;
  /** Normal, not of unit length where the unseen is rough, and metallic. */
  readonly bump: DataTexture;
  /** Occlusion. */
  readonly cavity: DataTexture;
}

const UNIT_VALUES = 65_536;
// Values a material without maps has: white, a flat normal, and 1 for everything else.
const PLAIN = Uint16Array.of(65_535, 65_535, 65_535, 32_768, 32_768, 65_535, 65_535, 65_535, 65_535);
const ANISOTROPY = 4;

/** Lays a pyramid's nine values into three half-float textures with the same levels. */
export function buildMaterialTextures(three: ThreeModule, texture: MaterialTexture | undefined): MaterialTextures {
  const source = texture ?? { data: PLAIN, levels: [{ width: 1, height: 1, offset: 0 }], repeats: false };
  const unit = Uint16Array.from({ length: UNIT_VALUES }, (_, value) => three.DataUtils.toHalfFloat(value / 65_535));
  const signed = Uint16Array.from({ length: UNIT_VALUES }, (_, value) =>
    three.DataUtils.toHalfFloat(Math.abs(value - 32_767.5) <= 0.5 ? 0 : value / 32_767.5 - 1),
  );
  const build = (channels: readonly number[]): DataTexture => {
    const isRed = channels.length === 1;
    const mipmaps = source.levels.map(({ width, height, offset }) => {
      const data = new Uint16Array(width * height * channels.length);
      for (let texel = 0; texel < width * height; texel++) {
        for (const [index, channel] of channels.entries()) {
          const value = source.data[offset + texel * TEXEL_CHANNELS + channel] as number;
          const table = channel >= 3 && channel <= 5 ? signed : unit;
          data[texel * channels.length + index] = table[value] as number;
        }
      }
      return { data, width, height };
    });
    const base = mipmaps[0] as (typeof mipmaps)[number];
    const format = isRed ? three.RedFormat : three.RGBAFormat;
    const result = new three.DataTexture(base.data, base.width, base.height, format, three.HalfFloatType);
    if (mipmaps.length > 1) result.mipmaps = mipmaps;
    result.minFilter = three.LinearMipmapLinearFilter;
    result.magFilter = three.LinearFilter;
    result.wrapS = source.repeats ? three.RepeatWrapping : three.ClampToEdgeWrapping;
    result.wrapT = result.wrapS;
    result.anisotropy = ANISOTROPY;
    result.needsUpdate = true;
    return result;
  };
  return { paint: build([0, 1, 2, 6]), bump: build([3, 4, 5, 7]), cavity: build([8]) };
}
