import { bernoulliLoss } from '@aigc/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood.js';
import { logSigmoid } from './log-sigmoid.js';

/**
 * Pixels that are black or white: `log p(x | z) = sum x log s(l) + (1 - x) log s(-l)`, `l` the decoder's logits.
 *
 * Grey pixels are taken for probabilities; only for 0 and 1 is it a likelihood.
 *
 * @see Kingma and Welling 2014, arXiv 1312.6114, equation 11
 */
export const bernoulli: Likelihood = {
  hasScale: false,
  negativeLogLikelihood: ({ output, x }) => {
    // x log s(l) + (1 - x) (log s(l) - l)
    const terms = tf.sub(logSigmoid(output), tf.mul(tf.sub(1, x), output));
    return tf.neg(tf.sum(terms, -1));
  },
  loss: ({ output, x }) => bernoulliLoss(output, x),
};
