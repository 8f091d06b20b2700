import * as tf from '@tensorflow/tfjs-core';

/**
 * `x sigmoid(x)`, element-wise.
 *
 * The gradient is written out over saved values: five passes instead of seven.
 *
 * @see Hendrycks and Gimpel 2016, arXiv 1606.08415, section 2; also called swish
 */
export function silu(x: tf.Tensor): tf.Tensor {
  const activate = tf.customGrad((input, save) => {
    const xs = input as tf.Tensor;
    const gate = tf.sigmoid(xs);
    const y = tf.mul(xs, gate);
    (save as tf.GradSaveFunc)([gate, y]);
    // d/dx x s = s + x s (1 - s) = s + y (1 - s)
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [s, out] = saved as [tf.Tensor, tf.Tensor];
      return tf.mul(dy, tf.add(s, tf.mul(out, tf.sub(1, s))));
    };
    return { value: y, gradFunc };
  });
  return activate(x);
}
