import { ShapeMismatchError } from '@aigc/plugin-api';
import type { Image } from './image.js';

/** True when every pixel has equal red, green and blue. */
export function isGrey(image: Image): boolean {
  const { channels, data } = image;
  if (channels <= 2) return true;
  for (let i = 0; i < data.length; i += channels) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false;
  }
  return true;
}

/**
 * Turns an image without alpha into grey (Rec. 709 luma of the sRGB values) or RGB (grey three times).
 *
 * @throws ShapeMismatchError for an image with alpha: lay it over a background first (flattenAlpha).
 * @see ITU-R BT.709-6, item 3.2
 */
export function toChannels(image: Image, channels: 1 | 3): Image {
  if (image.channels === 2 || image.channels === 4) {
    throw new ShapeMismatchError('toChannels', 'an image without alpha (1 or 3 channels)', `${image.channels} channels`);
  }
  if (image.channels === channels) return image;
  const count = image.width * image.height;
  const data = new Uint8Array(count * channels);
  if (channels === 1) {
    for (let i = 0; i < count; i++) {
      const [red, green, blue] = [image.data[i * 3]!, image.data[i * 3 + 1]!, image.data[i * 3 + 2]!];
      data[i] = Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    }
  } else {
    for (let i = 0; i < data.length; i++) data[i] = image.data[Math.floor(i / 3)]!;
  }
  return { width: image.width, height: image.height, channels, data };
}
