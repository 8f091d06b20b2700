import * as tf from '@tensorflow/tfjs-core';

/**
 * `log(1 / (1 + exp(-x)))`, finite for every finite `x`.
 *
 * Written as `min(x, 0) + log s(|x|)`: ONNX Runtime's softplus takes three times as long.
 */
export function logSigmoid(x: tf.Tensor): tf.Tensor {
  const measure = tf.customGrad((input, save) => {
    const value = input as tf.Tensor;
    (save as tf.GradSaveFunc)([value]);
    return {
      value: tf.add(tf.minimum(value, 0), tf.log(tf.sigmoid(tf.abs(value)))),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, tf.sigmoid(tf.neg(saved[0] as tf.Tensor))),
    };
  });
  return measure(x);
}
