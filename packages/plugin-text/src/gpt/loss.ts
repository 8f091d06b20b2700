import { crossEntropy } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { GptConfig } from './config.js';
import type { Dropout } from './dropout.js';
import { gptLogits } from './network.js';

/** Logits `[T B, vocabSize]` of the first T tokens and labels `[T B]` of the last T of `tokenIds [B, T + 1]`. */
function predictions(parameters: Named<tf.Tensor>, tokenIds: tf.Tensor, config: GptConfig, dropout?: Dropout) {
  const [batch, extended] = tokenIds.shape as [number, number];
  const inputs = tf.slice(tokenIds, [0, 0], [batch, extended - 1]);
  // [B, T] -> [T B], the order of the logits
  const labels = tf.reshape(tf.transpose(tf.slice(tokenIds, [0, 1], [batch, extended - 1])), [-1]);
  return { logits: gptLogits(parameters, inputs, config, dropout), labels };
}

/**
 * Mean cross-entropy of predicting each token from those before it, in nats; labels are not smoothed.
 *
 * @param tokenIds int32 `[B, T + 1]`: the first T are read, the last T predicted
 */
export function gptLoss(parameters: Named<tf.Tensor>, tokenIds: tf.Tensor, config: GptConfig): tf.Scalar {
  const { logits, labels } = predictions(parameters, tokenIds, config);
  return crossEntropy(logits, labels);
}

/**
 * What training minimises: cross-entropy against labels of which a share is spread evenly over all tokens, with dropout.
 *
 * @see Szegedy et al. 2016, arXiv 1512.00567, section 7, for smoothing
 */
export function trainingLoss(parameters: Named<tf.Tensor>, tokenIds: tf.Tensor, config: GptConfig, dropout?: Dropout): tf.Scalar {
  const { logits, labels } = predictions(parameters, tokenIds, config, dropout);
  const hard = crossEntropy(logits, labels);
  const { labelSmoothing } = config;
  if (labelSmoothing === 0) return hard;
  const spread = tf.neg(tf.mean(tf.logSoftmax(logits)));
  return tf.add(tf.mul(hard, 1 - labelSmoothing), tf.mul(spread, labelSmoothing)) as tf.Scalar;
}
