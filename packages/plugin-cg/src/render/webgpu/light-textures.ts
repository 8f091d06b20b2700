import type { DataTexture } from 'three/webgpu';
import { ENVIRONMENT_SIZES, type EnvironmentMap } from '../cpu/environment-map.js';
import { GROUND_SIZE, type GroundOcclusion } from '../cpu/ground-occlusion.js';
import { ATLAS_SIZE } from './surface-shader.js';
import type { ThreeModule } from './three-module.js';

/** The CPU renderer's environment maps, one below the other: RGB without the key light, and the key light. */
export function environmentTexture(three: ThreeModule, { data }: EnvironmentMap): DataTexture {
  const atlas = new Uint16Array(ATLAS_SIZE.width * ATLAS_SIZE.height * 4);
  let [from, top] = [0, 0];
  for (const size of ENVIRONMENT_SIZES) {
    const rowLength = (size + 2) * 4;
    for (let row = 0; row < size + 2; row++) {
      const to = (top + row) * ATLAS_SIZE.width * 4;
      for (let value = 0; value < rowLength; value++) {
        atlas[to + value] = three.DataUtils.toHalfFloat(data[from + row * rowLength + value] as number);
      }
    }
    from += rowLength * (size + 2);
    top += size + 2;
  }
  return smoothTexture(
    three,
    new three.DataTexture(atlas, ATLAS_SIZE.width, ATLAS_SIZE.height, three.RGBAFormat, three.HalfFloatType),
  );
}

/** Share of the sky that the object hides from the ground. */
export function occlusionTexture(three: ThreeModule, { data }: GroundOcclusion): DataTexture {
  const halves = Uint16Array.from(data, (value) => three.DataUtils.toHalfFloat(value));
  return smoothTexture(three, new three.DataTexture(halves, GROUND_SIZE, GROUND_SIZE, three.RedFormat, three.HalfFloatType));
}

function smoothTexture(three: ThreeModule, texture: DataTexture): DataTexture {
  texture.minFilter = three.LinearFilter;
  texture.magFilter = three.LinearFilter;
  texture.needsUpdate = true;
  return texture;
}
