import { TEXEL_CHANNELS, type TextureLevel } from './scene.js';

/** Levels of a pyramid over a base of powers of two, each half as large, down to 1 x 1. */
export function listLevels(width: number, height: number): TextureLevel[] {
  const levels: TextureLevel[] = [];
  let offset = 0;
  for (let [w, h] = [width, height]; ; [w, h] = [Math.max(1, w >> 1), Math.max(1, h >> 1)]) {
    levels.push({ width: w, height: h, offset });
    if (w === 1 && h === 1) return levels;
    offset += w * h * TEXEL_CHANNELS;
  }
}

/** Fills every level from the one before: the mean of 2 x 2 texels (2 x 1 where a side is 1 already). */
export function buildPyramid(data: Uint16Array, levels: readonly TextureLevel[]): void {
  for (const [index, target] of levels.entries()) {
    const source = levels[index - 1];
    if (source === undefined) continue;
    const right = source.width > 1 ? TEXEL_CHANNELS : 0;
    const below = source.height > 1 ? source.width * TEXEL_CHANNELS : 0;
    const stepX = source.width > 1 ? 2 : 1;
    const stepY = source.height > 1 ? 2 : 1;
    for (let y = 0; y < target.height; y++) {
      for (let x = 0; x < target.width; x++) {
        const from = source.offset + (y * stepY * source.width + x * stepX) * TEXEL_CHANNELS;
        const to = target.offset + (y * target.width + x) * TEXEL_CHANNELS;
        for (let channel = 0; channel < TEXEL_CHANNELS; channel++) {
          const at = from + channel;
          const sum =
            (data[at] as number) +
            (data[at + right] as number) +
            (data[at + below] as number) +
            (data[at + right + below] as number);
          data[to + channel] = (sum + 2) >> 2;
        }
      }
    }
  }
}
