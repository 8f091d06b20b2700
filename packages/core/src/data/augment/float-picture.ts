import type { RandomStream } from '@aigc/plugin-api';

/** A picture as a model sees it: float32 `[height, width, channels]` in [-1, 1]. */
export interface FloatPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/**
 * Changes a picture at random; pure, and a picture of the same size in [-1, 1]. At strength 0 it changes nothing.
 *
 * @param strength what it means is said by each augmentation
 * @param random of this picture in this step
 */
export type Augmentation = (picture: FloatPicture, strength: number, random: RandomStream) => FloatPicture;
