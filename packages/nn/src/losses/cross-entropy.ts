import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean of `-log softmax(logits)[label]`, in nats; the gradient is `(softmax(logits) - one-hot(label)) / N`.
 *
 * @param logits float32 `[N, V]`
 * @param labels int32 `[N]` in [0, V)
 */
export function crossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  const [count, classes] = logits.shape as [number, number];
  const measure = tf.customGrad((input, save) => {
    const logProbabilities = tf.logSoftmax(input as tf.Tensor);
    const truth = tf.oneHot(labels as tf.Tensor1D, classes, 1, 0, 'float32');
    (save as tf.GradSaveFunc)([logProbabilities, truth]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [logP, oneHot] = saved as [tf.Tensor, tf.Tensor];
      return tf.mul(tf.sub(tf.exp(logP), oneHot), tf.div(dy, count));
    };
    return { value: tf.div(tf.neg(tf.sum(tf.mul(logProbabilities, truth))), count), gradFunc };
  });
  return measure(logits) as tf.Scalar;
}
