import * as tf from '@tensorflow/tfjs-core';

/** Rows of a table: `[V, C]` at `ids [...]` gives `[..., C]`. @param ids int32 in [0, V) */
export function embedding(table: tf.Tensor, ids: tf.Tensor): tf.Tensor {
  return tf.gather(table, ids as tf.Tensor1D);
}
