import * as tf from '@tensorflow/tfjs-core';

/** `[B, side]`: 1 at the `2 reach` pixels from `center - reach` on. */
function covered(center: tf.Tensor, side: number, reach: number): tf.Tensor {
  const distance = tf.abs(tf.sub(tf.range(0.5, side), tf.reshape(center, [-1, 1])));
  return tf.cast(tf.less(distance, reach), 'float32');
}

/** Where squares lie: float32 `[B]` each. */
export interface CutOut {
  /** Row of the centre, in pixels. */
  readonly row: tf.Tensor;
  /** Column of the centre, in pixels. */
  readonly column: tf.Tensor;
  /** 1 for pictures that are cut, 0 for those left whole. */
  readonly isCut: tf.Tensor;
}

/**
 * Sets a square of half the pictures' side to 0, the middle grey.
 *
 * @param images float32 `[B, H, W, C]` in [-1, 1]
 * @see Zhao et al. 2020, arXiv 2006.10738, section 3.2: the policy "cutout"; DeVries and Taylor 2017, arXiv 1708.04552
 */
export function cutOut(images: tf.Tensor, { row, column, isCut }: CutOut): tf.Tensor {
  const [batch, height, width] = images.shape as [number, number, number, number];
  const rows = tf.mul(covered(row, height, height / 4), tf.reshape(isCut, [-1, 1]));
  const square = tf.mul(
    tf.reshape(rows, [batch, height, 1, 1]),
    tf.reshape(covered(column, width, width / 4), [batch, 1, width, 1]),
  );
  return tf.mul(images, tf.sub(1, square));
}
