import { crossEntropy } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { GptConfig } from './config.js';
import { gpt } from './network.js';

/**
 * Mean cross-entropy of predicting each token from those before it, in nats.
 *
 * @param tokenIds int32 `[B, T + 1]`: the first T are read, the last T predicted
 */
export function gptLoss(parameters: Named<tf.Tensor>, tokenIds: tf.Tensor, config: GptConfig): tf.Scalar {
  const [batch, extended] = tokenIds.shape as [number, number];
  const inputs = tf.slice(tokenIds, [0, 0], [batch, extended - 1]);
  // [B, T] -> [T B], the order of the logits
  const targets = tf.reshape(tf.transpose(tf.slice(tokenIds, [0, 1], [batch, extended - 1])), [-1]);
  return crossEntropy(gpt(parameters, inputs, config), targets);
}
