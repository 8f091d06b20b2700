import { flattenAlpha } from './flatten-alpha.js';
import type { Image } from './image.js';
import { resize, resizeCover } from './resize.js';
import { toChannels } from './to-channels.js';

/** `cover` cuts the middle out, `contain` adds borders, `stretch` gives up the aspect. */
export type Fit = 'cover' | 'contain' | 'stretch';

/** How a picture becomes a square. */
export interface FitSquareOptions {
  /** Side in pixels. */
  readonly size: number;
  readonly fit: Fit;
  /** RGB, 0 to 255, of borders and under transparent pixels. */
  readonly background: readonly [number, number, number];
}

/** Brings a picture to a square with a Lanczos kernel and lays it over the background: grey (1) or RGB (3 channels). */
export async function fitSquare(image: Image, { size, fit, background }: FitSquareOptions): Promise<Image> {
  if (fit === 'cover') return flattenAlpha(await resizeCover(image, size, size), background);
  if (fit === 'stretch') return flattenAlpha(await resize(image, size, size), background);
  const scale = size / Math.max(image.width, image.height);
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  return onSquare(flattenAlpha(await resize(image, width, height), background), size, background);
}

/** Puts an image into the middle of a square; borders stay grey where image and background are. */
function onSquare(image: Image, size: number, background: readonly [number, number, number]): Image {
  if (image.width === size && image.height === size) return image;
  const isGrey = image.channels === 1 && background[0] === background[1] && background[1] === background[2];
  const channels = isGrey ? 1 : 3;
  const { width, height, data: pixels } = toChannels(image, channels);
  const data = Uint8Array.from({ length: size * size * channels }, (_, i) => background[i % channels] as number);
  const left = Math.floor((size - width) / 2);
  const top = Math.floor((size - height) / 2);
  for (let y = 0; y < height; y++) {
    const row = pixels.subarray(y * width * channels, (y + 1) * width * channels);
    data.set(row, ((top + y) * size + left) * channels);
  }
  return { width: size, height: size, channels, data };
}
