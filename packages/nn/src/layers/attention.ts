import * as tf from '@tensorflow/tfjs-core';

/** Added to the score of a position that may not be seen; its weight underflows to 0. */
const HIDDEN = -1e9;

/** Attention of every query to every key. */
export interface AttentionOptions {
  /** True where a position sees itself and those before it only. */
  readonly causal?: boolean;
}

/** `[T, T]`, 0 where the row may see the column and a large negative number elsewhere. */
function causalMask(length: number): tf.Tensor2D {
  const values = new Float32Array(length * length);
  for (let row = 0; row < length; row++) values.fill(HIDDEN, row * length + row + 1, (row + 1) * length);
  return tf.tensor2d(values, [length, length]);
}

/**
 * `softmax(q k^T / sqrt D) v` for each leading index.
 *
 * @param q float32 `[..., T, D]`
 * @param k float32 `[..., T, D]`
 * @param v float32 `[..., T, D]`
 * @see Vaswani et al. 2017, arXiv 1706.03762, equation 1
 */
export function attention(q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, { causal = false }: AttentionOptions = {}): tf.Tensor {
  const [length, size] = q.shape.slice(-2) as [number, number];
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(size));
  return tf.matMul(tf.softmax(causal ? tf.add(scores, causalMask(length)) : scores), v);
}

/** Sizes of multi-head attention. */
export interface MultiHeadOptions extends AttentionOptions {
  readonly batchSize: number;
  readonly heads: number;
}

/**
 * Attention in several heads, from joined projections to joined results: `[T B, 3 C] -> [T B, C]`, row `t B + b`.
 *
 * Time is outside, because ONNX Runtime's products then take heads and batch as they lie in memory: with the batch outside, ten
 * transposes a layer, forward and back; so, four.
 *
 * @param qkv float32 `[T B, 3 C]`: queries, keys and values side by side, each with its heads side by side
 * @see Vaswani et al. 2017, arXiv 1706.03762, section 3.2.2, without its projections
 */
export function multiHeadAttention(qkv: tf.Tensor, { batchSize, heads, ...options }: MultiHeadOptions): tf.Tensor {
  const [rows, width] = qkv.shape as [number, number];
  const [length, channels] = [rows / batchSize, width / 3];
  // [T B, C] -> [B, heads, T, C / heads]
  const split = (part: tf.Tensor) => tf.transpose(tf.reshape(part, [length, batchSize, heads, channels / heads]), [1, 2, 0, 3]);
  const [q, k, v] = tf.split(qkv as tf.Tensor2D, 3, 1).map(split) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const seen = attention(q, k, v, options);
  return tf.reshape(tf.transpose(seen, [2, 0, 1, 3]), [rows, channels]);
}
