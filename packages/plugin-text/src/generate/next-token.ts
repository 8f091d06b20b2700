import * as tf from '@tensorflow/tfjs-core';

/** How the next token is drawn. */
export interface TokenChoice {
  /** Below 1 sharpens, above 1 flattens; 0 takes the most probable token. */
  readonly temperature: number;
  /** Only the most probable tokens, this many; 0: all. */
  readonly topK: number;
  /** Only the most probable tokens that together have this probability; 1: all. */
  readonly topP: number;
}

/**
 * Draws a token: the first whose cumulative probability is above `uniform`.
 *
 * Runs inside the compiled graph, so that logits never leave the device.
 *
 * @param logits float32 `[1, V]`
 * @param uniform float32 `[1]` in [0, 1)
 * @returns int32 `[1]`
 * @see Holtzman et al. 2020, arXiv 1904.09751, section 3.1, for top-p; Fan et al. 2018, arXiv 1805.04833, section 5.4, for top-k
 */
export function nextToken(logits: tf.Tensor, uniform: tf.Tensor, { temperature, topK, topP }: TokenChoice): tf.Tensor {
  const vocabSize = logits.shape[1] as number;
  if (temperature === 0) return tf.cast(tf.argMax(logits, 1), 'int32');
  const scaled = tf.div(logits, temperature);
  const isCut = (topK > 0 && topK < vocabSize) || topP < 1;
  if (!isCut) return drawn(tf.softmax(scaled), uniform);
  const kept = tf.topk(scaled, topK > 0 ? Math.min(topK, vocabSize) : vocabSize);
  const probabilities = tf.softmax(kept.values);
  // a token is kept as long as those before it do not reach top-p: the first always is
  const before = tf.cumsum(probabilities, 1, true);
  const nucleus = topP < 1 ? tf.mul(probabilities, tf.cast(tf.less(before, topP), 'float32')) : probabilities;
  const chosen = drawn(nucleus, uniform);
  // [1, K] at [1]
  return tf.reshape(tf.gather(tf.reshape(kept.indices, [-1]), chosen as tf.Tensor1D), [1]);
}

/** Index into weights that need not sum to 1, `[1, K] -> int32 [1]`. */
function drawn(weights: tf.Tensor, uniform: tf.Tensor): tf.Tensor {
  const cumulative = tf.cumsum(weights, 1);
  const total = tf.slice(cumulative, [0, (weights.shape[1] as number) - 1], [1, 1]);
  const passed = tf.lessEqual(cumulative, tf.mul(total, tf.reshape(uniform, [1, 1])));
  // rounding may take the limit to the total: never beyond the last token that has any weight
  return tf.minimum(countTrue(passed), countTrue(tf.less(cumulative, total)));
}

function countTrue(row: tf.Tensor): tf.Tensor {
  return tf.sum(tf.cast(row, 'int32'), 1);
}
