import type { Image } from './image.js';

/**
 * Lays an image over a plain background (RGB, 0 to 255) and drops its alpha; an image without alpha is returned as it is.
 *
 * With `a` = alpha / 255 each channel becomes `round(colour * a + background * (1 - a))`: colour is straight, so the first
 * term is its premultiplied form. Mixing is done on sRGB values, as browsers do. Grey stays grey over a grey background.
 */
export function flattenAlpha(image: Image, background: readonly [number, number, number]): Image {
  if (image.channels === 1 || image.channels === 3) return image;
  const stride = image.channels;
  const colours = stride - 1;
  const isGreyOut = stride === 2 && background[0] === background[1] && background[1] === background[2];
  const channels = isGreyOut ? 1 : 3;
  const count = image.width * image.height;
  const data = new Uint8Array(count * channels);
  for (let pixel = 0; pixel < count; pixel++) {
    const alpha = image.data[pixel * stride + colours]! / 255;
    for (let c = 0; c < channels; c++) {
      const colour = image.data[pixel * stride + Math.min(c, colours - 1)]!;
      data[pixel * channels + c] = Math.round(colour * alpha + background[c]! * (1 - alpha));
    }
  }
  return { width: image.width, height: image.height, channels, data };
}
