import type { FloatPicture } from './float-picture.js';
import { reflect } from './reflect.js';

/** Row by row: where a pixel `(x, y)` from the middle is taken from, `(a x + b y, c x + d y)` from the middle. */
export type Matrix = readonly [a: number, b: number, c: number, d: number];

/** A picture seen through a linear map about its middle: bilinear, mirrored beyond its borders. */
export function warp(picture: FloatPicture, [a, b, c, d]: Matrix): FloatPicture {
  const { width, height, channels, data } = picture;
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromX = middleX + a * (x - middleX) + b * (y - middleY);
      const fromY = middleY + c * (x - middleX) + d * (y - middleY);
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [shareX, shareY] = [fromX - left, fromY - top];
      const [x0, x1] = [reflect(left, width) * channels, reflect(left + 1, width) * channels];
      const [y0, y1] = [reflect(top, height) * width * channels, reflect(top + 1, height) * width * channels];
      const to = (y * width + x) * channels;
      for (let k = 0; k < channels; k++) {
        const upper = (data[y0 + x0 + k] as number) * (1 - shareX) + (data[y0 + x1 + k] as number) * shareX;
        const lower = (data[y1 + x0 + k] as number) * (1 - shareX) + (data[y1 + x1 + k] as number) * shareX;
        out[to + k] = upper * (1 - shareY) + lower * shareY;
      }
    }
  }
  return { ...picture, data: out };
}
