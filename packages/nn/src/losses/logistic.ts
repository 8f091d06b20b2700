import * as tf from '@tensorflow/tfjs-core';

/** Mean of `-log sigmoid(logits)`: the loss of taking samples for real ones. @param logits float32 `[B, 1]` */
export function logisticLossReal(logits: tf.Tensor): tf.Scalar {
  return tf.mean(tf.softplus(tf.neg(logits))) as tf.Scalar;
}

/** Mean of `-log(1 - sigmoid(logits))`: the loss of taking samples for generated ones. @param logits float32 `[B, 1]` */
export function logisticLossFake(logits: tf.Tensor): tf.Scalar {
  return tf.mean(tf.softplus(logits)) as tf.Scalar;
}
