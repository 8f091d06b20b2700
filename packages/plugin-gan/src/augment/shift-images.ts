import * as tf from '@tensorflow/tfjs-core';

/** `[B, side, side]`: row i has its 1 in column `i - shift`, so that its product with a column of pixels moves them by `shift`. */
function shiftMatrices(shift: tf.Tensor, side: number): tf.Tensor {
  const lag = Float32Array.from({ length: side * side }, (_, at) => Math.floor(at / side) - (at % side));
  return tf.cast(tf.equal(tf.tensor3d(lag, [1, side, side]), tf.reshape(shift, [-1, 1, 1])), 'float32');
}

/**
 * Moves each picture by whole pixels; what comes in is 0.
 *
 * By products with matrices of zeros and ones: the gradient of a gather would scatter, which is slow.
 *
 * @param images float32 `[B, H, W, C]`
 * @param down float32 `[B]`, whole numbers
 * @param right float32 `[B]`, whole numbers
 * @see Zhao et al. 2020, arXiv 2006.10738, section 3.2: the policy "translation"
 */
export function shiftImages(images: tf.Tensor, down: tf.Tensor, right: tf.Tensor): tf.Tensor {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  // [B, C, H, W], which is how the engine keeps pictures
  const planes = tf.transpose(images, [0, 3, 1, 2]);
  // [B, C H, W] x [B, W, W]
  const moved = tf.matMul(tf.reshape(planes, [batch, channels * height, width]), shiftMatrices(right, width), false, true);
  // [B, 1, H, H] x [B, C, H, W]
  const rows = tf.reshape(shiftMatrices(down, height), [batch, 1, height, height]);
  return tf.transpose(tf.matMul(rows, tf.reshape(moved, [batch, channels, height, width])), [0, 2, 3, 1]);
}
