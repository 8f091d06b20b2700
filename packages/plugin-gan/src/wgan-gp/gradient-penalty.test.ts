import { randomStream } from '@aigc/core';
import { compile, eager, readTree, type TensorFunction } from '@aigc/engine';
import { conv2d, dense, initialVector, lossAndGradient, unpack } from '@aigc/nn';
import type { HostTensor, Named, TensorSpec } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { weight } from '../layers/entries.js';
import { blockKernel, meanKernel } from '../layers/resampling-kernels.js';
import { wganGpConfigSchema } from './config.js';
import { gradientPenalty } from './gradient-penalty.js';
import { wganGpNetworks } from './network.js';

// A central difference over 2e-3 of float32 losses near 10: 1e-6 / 2e-3, beside slopes of some units.
const DIFFERENCE_TOLERANCE = 5e-3;
// Sums in another order, forward and twice back: some tens of units in the last place.
const ROUNDING = 1e-5;

const float32 = (shape: readonly number[], value: (i: number) => number): HostTensor<'float32'> => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i)),
});
const run = async (fn: object, ...inputs: HostTensor[]) => eager(fn as TensorFunction)(...inputs);

/** A batch of real pictures, one of generated ones, and where between them to look. */
const batches = (side: number, channels: number) => [
  float32([2, side, side, channels], (i) => Math.sin(i)),
  float32([2, side, side, channels], (i) => Math.cos(i * 1.7)),
  float32([2, 1, 1, 1], (i) => 0.3 + i / 3),
];

/** All of a critic's loss: the penalty alone leaves its last bias without a gradient, which tfjs refuses. */
function criticLoss(judge: (images: tf.Tensor) => tf.Tensor, real: tf.Tensor, fake: tf.Tensor, share: tf.Tensor): tf.Scalar {
  const distance = tf.sub(tf.mean(judge(real)), tf.mean(judge(fake)));
  return tf.sub(tf.mul(gradientPenalty(judge, real, fake, share).penalty, 10), distance) as tf.Scalar;
}

describe('gradientPenalty', () => {
  test('is (|w| - 1)^2 for a linear critic, wherever it looks', async () => {
    // |(3, 4)| = 5
    const critic = (x: tf.Tensor) => tf.sum(tf.mul(x, tf.tensor4d([3, 4], [1, 1, 2, 1])), [1, 2, 3]);
    const measure = (real: tf.Tensor, fake: tf.Tensor, share: tf.Tensor) => ({ ...gradientPenalty(critic, real, fake, share) });
    const flat = (scale: number) => float32([2, 1, 2, 1], (i) => i * scale);

    const { penalty, norms } = (await run(
      measure,
      flat(1),
      flat(-1),
      float32([2, 1, 1, 1], (i) => i / 2),
    )) as Named<HostTensor>;

    expect([...(norms as HostTensor).data]).toEqual([5, 5]);
    expect((penalty as HostTensor).data[0]).toBe(16);
  });

  test('has the gradient that differences say, through every layer of the critic', async () => {
    const entries = [
      weight('first', [3, 3, 2, 3]),
      weight('halving', [3, 3, 3, 3]),
      weight('skip', [1, 1, 2, 3]),
      weight('last', [3, 1]),
    ];
    // Smooth, where rectifiers would make the penalty jump from one set of active units to the next.
    const judge = (p: Named<tf.Tensor>) => (x: tf.Tensor) => {
      const h = tf.softplus(conv2d(x, p.first as tf.Tensor));
      const halved = conv2d(h, blockKernel(p.halving as tf.Tensor), undefined, { stride: 2, padding: 1 });
      const sum = tf.add(conv2d(x, meanKernel(p.skip as tf.Tensor), undefined, { stride: 2, padding: 'valid' }), halved);
      return dense(tf.mean(tf.softplus(sum), [1, 2]), p.last as tf.Tensor);
    };
    const loss = (vector: tf.Tensor, ...[real, fake, share]: tf.Tensor[]) =>
      criticLoss(judge(unpack(vector, entries)), real as tf.Tensor, fake as tf.Tensor, share as tf.Tensor);
    const gradient = (vector: tf.Tensor, ...[real, fake, share]: tf.Tensor[]) =>
      lossAndGradient((p) => criticLoss(judge(p), real as tf.Tensor, fake as tf.Tensor, share as tf.Tensor), vector, entries)
        .gradient;
    const weights = float32([3 * 3 * 2 * 3 + 3 * 3 * 3 * 3 + 6 + 3], (i) => Math.cos(i * 2.1));

    const { data: g } = (await run(gradient, weights, ...batches(8, 2))) as HostTensor<'float32'>;
    // Along the gradient itself, f(w + h g / |g|) - f(w - h g / |g|) = 2 h |g|: the largest slope there is.
    const length = Math.hypot(...g);
    const h = 1e-3;
    const along = async (by: number) => {
      const moved = float32(weights.shape, (i) => (weights.data[i] as number) + (by * (g[i] as number)) / length);
      return ((await run(loss, moved, ...batches(8, 2))) as HostTensor).data[0] as number;
    };

    expect(Math.abs(((await along(h)) - (await along(-h))) / (2 * h) / length - 1)).toBeLessThan(DIFFERENCE_TOLERANCE);
  });

  test('compiles, with the gradient of its gradient', async () => {
    const config = { ...wganGpConfigSchema.parse({ imageSize: 16, width: 4 }), channels: 3 as const };
    const { discriminator, judge } = wganGpNetworks(config);
    const weights = initialVector(discriminator, randomStream(1));
    const gradient = (vector: tf.Tensor, real: tf.Tensor, fake: tf.Tensor, share: tf.Tensor) =>
      lossAndGradient((p) => criticLoss((images) => judge(p, images, {}), real, fake, share), vector, discriminator).gradient;
    const inputs = [weights, ...batches(16, 3)];

    const specs = inputs.map(({ shape, dtype }): TensorSpec => ({ shape, dtype }));
    const program = await compile(gradient as TensorFunction, specs, { name: 'gradient penalty' });
    const { data: compiled } = (await readTree(await program.run(...inputs))) as HostTensor<'float32'>;
    await program.dispose();
    const { data: reference } = (await run(gradient, ...inputs)) as HostTensor<'float32'>;

    const largest = Math.max(...reference.map(Math.abs));
    const worst = Math.max(...reference.map((value, i) => Math.abs(value - (compiled[i] as number))));
    expect(worst / largest).toBeLessThan(ROUNDING);
  });
});
