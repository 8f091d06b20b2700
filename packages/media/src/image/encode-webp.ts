import type { Image } from './image.js';
import { pixelsToSharp } from './sharp-pixels.js';

/** How much is given up for a small file. */
export interface EncodeWebpOptions {
  /** 1 to 100; default 80. */
  readonly quality?: number;
}

/** Encodes 8 bits a channel as lossy WebP, for previews; grey becomes RGB, alpha is kept. */
export async function encodeWebp(image: Image, { quality = 80 }: EncodeWebpOptions = {}): Promise<Uint8Array> {
  const webp = { quality, effort: 4, smartSubsample: true };
  return new Uint8Array(await pixelsToSharp(image).toColourspace('srgb').webp(webp).toBuffer());
}
