import * as tf from '@tensorflow/tfjs-core';

/**
 * Moves averaged weights towards the current ones.
 *
 * The decay grows from 0.1 as `(1 + n) / (10 + n)` up to `emaDecay`, so that a short run is not an average over its random
 * start. `n` is the number of updates so far.
 *
 * @param averaged float32 `[N]`
 * @param current float32 `[N]`
 * @param updates float32 scalar
 */
export function averageWeights(averaged: tf.Tensor, current: tf.Tensor, updates: tf.Tensor, emaDecay: number): tf.Tensor {
  const ramp = tf.div(tf.add(updates, 1), tf.add(updates, 10));
  const decay = tf.minimum(ramp, emaDecay);
  return tf.add(current, tf.mul(tf.sub(averaged, current), decay));
}
