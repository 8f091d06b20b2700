import { type MaterialTexture, TEXEL_CHANNELS, type TextureLevel } from '../scene.js';

/** Change of texture coordinates from one pixel to the next, right and down. */
export interface Footprint {
  uRight: number;
  vRight: number;
  uDown: number;
  vDown: number;
}

// Lookups along a stretched footprint: keeps surfaces seen at a slant sharp without letting them shimmer.
const MAX_TAPS = 4;
const SCALE = 1 / 65_535;
// One object for all lookups: millions of short-lived ones a frame would keep the garbage collector busy.
const place: Tap = { u: 0, v: 0, weight: 0 };

/**
 * Reads a material's nine values, 0 to 1, averaged over a pixel's footprint: trilinear between mip levels, and several lookups
 * along the longer axis of a stretched footprint.
 *
 * @param out receives TEXEL_CHANNELS values
 */
export function sampleTexture(out: Float64Array, texture: MaterialTexture, uv: Float64Array, footprint: Footprint): void {
  const base = texture.levels[0] as TextureLevel;
  const right = Math.hypot(footprint.uRight * base.width, footprint.vRight * base.height);
  const down = Math.hypot(footprint.uDown * base.width, footprint.vDown * base.height);
  const longer = Math.max(right, down, 1e-9);
  const taps = Math.min(MAX_TAPS, Math.max(1, Math.round(longer / Math.max(Math.min(right, down), 1e-9))));
  const level = Math.min(texture.levels.length - 1, Math.max(0, Math.log2(longer / taps)));
  const alongU = right > down ? footprint.uRight : footprint.uDown;
  const alongV = right > down ? footprint.vRight : footprint.vDown;
  out.fill(0);
  const lower = Math.floor(level);
  const upper = Math.min(lower + 1, texture.levels.length - 1);
  const between = level - lower;
  for (let tap = 0; tap < taps; tap++) {
    const shift = (tap + 0.5) / taps - 0.5;
    place.u = (uv[0] as number) + alongU * shift;
    place.v = (uv[1] as number) + alongV * shift;
    place.weight = (1 - between) * (SCALE / taps);
    addBilinear(out, texture, texture.levels[lower] as TextureLevel, place);
    place.weight = between * (SCALE / taps);
    if (between > 0) addBilinear(out, texture, texture.levels[upper] as TextureLevel, place);
  }
}

interface Tap {
  u: number;
  v: number;
  weight: number;
}

function addBilinear(out: Float64Array, texture: MaterialTexture, level: TextureLevel, { u, v, weight }: Tap): void {
  const { width, height, offset } = level;
  const x = u * width - 0.5;
  const y = v * height - 0.5;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const column = wrap(left, width, texture.repeats);
  const nextColumn = wrap(left + 1, width, texture.repeats);
  const row = offset + wrap(top, height, texture.repeats) * width * TEXEL_CHANNELS;
  const nextRow = offset + wrap(top + 1, height, texture.repeats) * width * TEXEL_CHANNELS;
  const a = row + column * TEXEL_CHANNELS;
  const b = row + nextColumn * TEXEL_CHANNELS;
  const c = nextRow + column * TEXEL_CHANNELS;
  const d = nextRow + nextColumn * TEXEL_CHANNELS;
  const wb = (x - left) * (1 - (y - top)) * weight;
  const wc = (1 - (x - left)) * (y - top) * weight;
  const wd = (x - left) * (y - top) * weight;
  const wa = weight - wb - wc - wd;
  const { data } = texture;
  for (let channel = 0; channel < TEXEL_CHANNELS; channel++) {
    out[channel] =
      (out[channel] as number) +
      wa * (data[a + channel] as number) +
      wb * (data[b + channel] as number) +
      wc * (data[c + channel] as number) +
      wd * (data[d + channel] as number);
  }
}

function wrap(index: number, size: number, repeats: boolean): number {
  // Sizes are powers of two, so that & wraps negative numbers too.
  return repeats ? index & (size - 1) : Math.min(size - 1, Math.max(0, index));
}
