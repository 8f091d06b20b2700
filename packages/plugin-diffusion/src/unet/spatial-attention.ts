import * as tf from '@tensorflow/tfjs-core';

/**
 * Attention of every pixel to every pixel, in one head: `[B, H, W, 3 C] -> [B, H, W, C]`.
 *
 * Works on `[B, C, H W]`, the layout in which the engine keeps activations between convolutions.
 *
 * @param qkv queries, keys and values side by side
 * @see Vaswani et al. 2017, arXiv 1706.03762, equation 1
 */
export function spatialAttention(qkv: tf.Tensor): tf.Tensor {
  const [batch, height, width, tripled] = qkv.shape as [number, number, number, number];
  const channels = tripled / 3;
  // [B, H, W, 3 C] -> [B, 3 C, H W] -> three of [B, C, H W]
  const planes = tf.reshape(tf.transpose(qkv, [0, 3, 1, 2]), [batch, tripled, height * width]) as tf.Tensor3D;
  const [q, k, v] = tf.split(planes, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  // [B, H W, H W], a row for each query
  const weights = tf.softmax(tf.mul(tf.matMul(q, k, true, false), 1 / Math.sqrt(channels)));
  const seen = tf.reshape(tf.matMul(v, weights, false, true), [batch, channels, height, width]);
  return tf.transpose(seen, [0, 2, 3, 1]);
}
