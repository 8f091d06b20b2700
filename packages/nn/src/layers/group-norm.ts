import * as tf from '@tensorflow/tfjs-core';
import type { ScaleShift } from './batch-norm.js';

const EPSILON = 1e-5;
/** Height and width of `[B, H, W, C]`. */
const SPACE = [1, 2];

/** Mean over each group of channels, one value per channel: `[B, C] -> [B, C]`. */
function groupMean(perChannel: tf.Tensor, groups: number): tf.Tensor {
  const [batch, channels] = perChannel.shape as [number, number];
  const size = channels / groups;
  const grouped = tf.reshape(perChannel, [batch, groups, size]);
  const mean = tf.mean(grouped, -1, true);
  // [B, G, 1] -> [B, G, C / G] -> [B, C]
  return tf.reshape(tf.tile(mean, [1, 1, size]), [batch, channels]);
}

/**
 * Group normalisation: each sample's groups of channels have mean 0 and variance 1 over channels and space.
 *
 * Space is reduced first and groups after, on `[B, C]`: the engine keeps NHWC as NCHW and moves no memory. The gradient is
 * written out; what varies by channel only is joined before it meets the activations.
 *
 * @param x float32 `[B, H, W, C]`, C a multiple of `groups`
 * @see Wu and He 2018, arXiv 1803.08494, equations 2 and 7
 */
export function groupNorm(x: tf.Tensor, { scale, shift }: ScaleShift, groups: number): tf.Tensor {
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const overSpace = (perChannel: tf.Tensor) => tf.reshape(perChannel, [batch, 1, 1, channels]);
  const normalise = tf.customGrad((input, scaleInput, shiftInput, save) => {
    const [xs, gamma, beta] = [input as tf.Tensor, scaleInput as tf.Tensor, shiftInput as tf.Tensor];
    const centred = tf.sub(xs, overSpace(groupMean(tf.mean(xs, SPACE), groups)));
    const variance = groupMean(tf.mean(tf.square(centred), SPACE), groups);
    // [B, C]
    const inverse = tf.rsqrt(tf.add(variance, EPSILON));
    const factor = tf.mul(inverse, gamma);
    (save as tf.GradSaveFunc)([centred, inverse, factor, gamma]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [c, r, f, g] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      // x^ = c r; sums over space, [B, C]
      const dySum = tf.sum(dy, SPACE);
      const alongSum = tf.mul(tf.sum(tf.mul(dy, c), SPACE), r);
      // dx = r (d - mean(d) - x^ mean(d x^)), d = dy g, means over a group: dx = dy f - c k - m
      const count = x.size / (batch * channels);
      const mean = tf.mul(r, groupMean(tf.mul(g, tf.div(dySum, count)), groups));
      const along = tf.mul(tf.square(r), groupMean(tf.mul(g, tf.div(alongSum, count)), groups));
      const dx = tf.sub(tf.mul(dy, overSpace(f)), tf.add(tf.mul(c, overSpace(along)), overSpace(mean)));
      return [dx, tf.sum(alongSum, 0), tf.sum(dySum, 0)];
    };
    return { value: tf.add(tf.mul(centred, overSpace(factor)), beta), gradFunc };
  });
  return normalise(x, scale, shift);
}
