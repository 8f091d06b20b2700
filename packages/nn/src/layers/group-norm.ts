import * as tf from '@tensorflow/tfjs-core';
import type { ScaleShift } from './batch-norm.js';

const EPSILON = 1e-5;

/**
 * Group normalisation: each sample's groups of channels have mean 0 and variance 1 over channels and space.
 *
 * Works on `[B, C, H W]`, which is how the engine keeps activations, so that no memory moves. Space is summed first and groups
 * after, as short sums of short sums. The gradient is written out; what varies by channel only is joined before it meets the
 * activations.
 *
 * @param x float32 `[B, H, W, C]`, C a multiple of `groups`
 * @see Wu and He 2018, arXiv 1803.08494, equations 2 and 7
 */
export function groupNorm(x: tf.Tensor, { scale, shift }: ScaleShift, groups: number): tf.Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const area = height * width;
  const inGroups = [batch, groups, channels / groups];
  // Per channel, [B, C] -> mean of its group, [B, G, 1]
  const groupMean = (perChannel: tf.Tensor) => tf.mean(tf.reshape(perChannel, inGroups), -1, true);
  const planes = (t: tf.Tensor) => tf.reshape(tf.transpose(t, [0, 3, 1, 2]), [batch, channels, area]);
  const pictures = (t: tf.Tensor) => tf.transpose(tf.reshape(t, [batch, channels, height, width]), [0, 2, 3, 1]);
  // A value per group meets all that is in the group, [B, G, C / G * H W]; a value per channel its plane, [B, C, H W]
  const grouped = (t: tf.Tensor) => tf.reshape(t, [batch, groups, -1]);
  const perPlane = (t: tf.Tensor) => tf.reshape(t, [-1, channels, 1]);
  const likePlanes = (t: tf.Tensor) => tf.reshape(t, [batch, channels, area]);

  const normalise = tf.customGrad((input, scaleInput, shiftInput, save) => {
    const [xs, gamma, beta] = [planes(input as tf.Tensor), scaleInput as tf.Tensor, shiftInput as tf.Tensor];
    const centred = likePlanes(tf.sub(grouped(xs), groupMean(tf.mean(xs, 2))));
    const inverse = tf.rsqrt(tf.add(groupMean(tf.mean(tf.square(centred), 2)), EPSILON));
    // [B, G, 1] * [G, C / G]
    const factor = tf.mul(inverse, tf.reshape(gamma, inGroups.slice(1)));
    (save as tf.GradSaveFunc)([centred, inverse, factor, gamma]);
    const gradFunc = (dyInput: tf.Tensor, saved: tf.Tensor[]) => {
      const [c, r, f, g] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const dy = planes(dyInput);
      // [B, C]: sums over space of dy and dy x^, x^ = c r
      const dySum = tf.sum(dy, 2);
      const alongSum = tf.reshape(tf.mul(tf.reshape(tf.sum(tf.mul(dy, c), 2), inGroups), r), [batch, channels]);
      // dx = r (d - mean(d) - x^ mean(d x^)), d = dy g, means over a group: dx = dy f - (c k + m)
      const gained = tf.div(g, area);
      const mean = tf.mul(r, groupMean(tf.mul(dySum, gained)));
      const along = tf.mul(tf.square(r), groupMean(tf.mul(alongSum, gained)));
      const projected = tf.add(tf.mul(grouped(c), along), mean);
      const dx = tf.sub(tf.mul(dy, perPlane(f)), likePlanes(projected));
      return [pictures(dx), tf.sum(alongSum, 0), tf.sum(dySum, 0)];
    };
    return { value: pictures(tf.add(tf.mul(centred, perPlane(factor)), perPlane(beta))), gradFunc };
  });
  return normalise(x, scale, shift);
}
