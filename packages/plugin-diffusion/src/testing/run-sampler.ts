import { eager } from '@aigc/engine';
import type { HostTensor, Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { SamplerSettings, SigmaSampler } from '../samplers/sigma-sampler.js';

/** One run of a sampler on plain numbers. */
export interface SamplerRun {
  readonly sampler: SigmaSampler;
  readonly sigmas: readonly number[];
  readonly denoise: (x: tf.Tensor, sigma: tf.Tensor) => tf.Tensor;
  /** Points at the first noise level. */
  readonly x: readonly number[];
  /** Fresh noise of each step for each point; none when absent. */
  readonly noise?: (step: number) => readonly number[];
  readonly settings?: SamplerSettings;
}

/** Where a sampler takes points. */
export async function runSampler({ sampler, sigmas, denoise, x, noise, settings = { eta: 0 } }: SamplerRun): Promise<number[]> {
  const run = eager((start: tf.Tensor) => {
    let carry = sampler.start(start);
    for (const [i, entry] of sampler.schedule(sigmas, settings).entries()) {
      const scalars: Named<tf.Tensor> = Object.fromEntries(
        Object.entries(entry).map(([name, value]) => [name, tf.scalar(value)]),
      );
      const fresh = tf.tensor1d([...(noise?.(i) ?? x.map(() => 0))]);
      carry = sampler.step(carry, { denoise, scalars, ...(sampler.isStochastic(settings) ? { noise: fresh } : {}) });
    }
    return carry.x as tf.Tensor;
  });
  const result = (await run({ shape: [x.length], dtype: 'float32', data: Float32Array.from(x) })) as HostTensor;
  return [...result.data];
}
