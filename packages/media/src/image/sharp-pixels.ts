// The one bridge between Image and sharp. sharp reads and writes 16 bits only when given a Uint16Array and told a 16-bit
// colour space at both ends; otherwise it silently narrows to 8.
import sharp, { type Sharp } from 'sharp';
import type { Image } from './image.js';

/** A sharp pipeline that starts from pixels in memory. */
export function pixelsToSharp(image: Image<Uint8Array | Uint16Array>): Sharp {
  const { width, height, channels, data } = image;
  return sharp(data, { raw: { width, height, channels } });
}

/** Names the colour space of grey or RGB output at 8 or 16 bits, as sharp calls it. */
export function colourSpace(isGrey: boolean, is16Bit: boolean): 'b-w' | 'grey16' | 'srgb' | 'rgb16' {
  if (isGrey) return is16Bit ? 'grey16' : 'b-w';
  return is16Bit ? 'rgb16' : 'srgb';
}

/** Runs a pipeline to 8-bit pixels. */
export async function sharpToPixels(pipeline: Sharp, isGrey: boolean, hasAlpha: boolean): Promise<Image> {
  // Raw grey output loses its alpha in sharp, so grey with alpha comes out as RGB and alpha, of which two channels are kept.
  const space = colourSpace(isGrey && !hasAlpha, false);
  const { data, info } = await pipeline.toColourspace(space).raw().toBuffer({ resolveWithObject: true });
  const size = { width: info.width, height: info.height };
  if (isGrey && hasAlpha) {
    const pixels = new Uint8Array(data.length / 2);
    for (let i = 0; i < pixels.length; i++) pixels[i] = data[i % 2 === 0 ? i * 2 : i * 2 + 1]!;
    return { ...size, channels: 2, data: pixels };
  }
  // A copy into an exact, plain Uint8Array: pooled Buffers would keep neighbours alive and compare as Buffer.
  return { ...size, channels: info.channels as Image['channels'], data: new Uint8Array(data) };
}

/** Runs a pipeline to 16-bit pixels. */
export async function sharpToPixels16(pipeline: Sharp, isGrey: boolean): Promise<Image<Uint16Array>> {
  const output = pipeline.toColourspace(colourSpace(isGrey, true)).raw({ depth: 'ushort' });
  const { data, info } = await output.toBuffer({ resolveWithObject: true });
  const pixels = new Uint16Array(new Uint8Array(data).buffer);
  return { width: info.width, height: info.height, channels: info.channels as Image['channels'], data: pixels };
}
