import type { Image } from '@aigc/media/image';
import { createPlane, type Plane } from './plane.js';

/** Rec. 709 luma of an image without alpha, in [0, 1]. */
export function luminance({ width, height, channels, data }: Image): Plane {
  const plane = createPlane(width, height);
  for (let i = 0; i < plane.data.length; i++) {
    const at = i * channels;
    const value = channels < 3 ? data[at]! : 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
    plane.data[i] = value / 255;
  }
  return plane;
}
