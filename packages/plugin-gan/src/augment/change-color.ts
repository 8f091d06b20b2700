import * as tf from '@tensorflow/tfjs-core';

/** How much the colours of each picture change: float32 `[B]` each, 0 for not at all. */
export interface ColorChange {
  /** Added to all values, -0.5 to 0.5 where pictures are in [-1, 1]. */
  readonly brightness: tf.Tensor;
  /** Relative change of the distance from grey, -1 (grey) to 1 (doubled). */
  readonly saturation: tf.Tensor;
  /** Relative change of the distance from the picture's mean, -0.5 to 0.5. */
  readonly contrast: tf.Tensor;
}

/**
 * Brightness, saturation and contrast of each picture, in this order.
 *
 * @param images float32 `[B, H, W, C]`
 * @see Zhao et al. 2020, arXiv 2006.10738, section 3.2: the policy "color"
 */
export function changeColor(images: tf.Tensor, { brightness, saturation, contrast }: ColorChange): tf.Tensor {
  const each = (values: tf.Tensor) => tf.reshape(values, [-1, 1, 1, 1]);
  // x + (x - m) s rather than m + (x - m) (1 + s): exactly x where s is 0
  const stretched = (x: tf.Tensor, middle: tf.Tensor, share: tf.Tensor) => tf.add(x, tf.mul(tf.sub(x, middle), each(share)));
  const lit = tf.add(images, each(brightness));
  const colored = images.shape[3] === 1 ? lit : stretched(lit, tf.mean(lit, 3, true), saturation);
  return stretched(colored, tf.mean(colored, [1, 2, 3], true), contrast);
}
