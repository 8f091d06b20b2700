import * as tf from '@tensorflow/tfjs-core';
import type { NoiseLevels } from './objective.js';

/** The discrete diffusion process of DDPM. */
export interface TimestepSettings {
  /** Noise levels of the process. */
  readonly numTrainTimesteps: number;
  /** Variance added at the first and at the last timestep; linear between. */
  readonly betaStart: number;
  readonly betaEnd: number;
}

/**
 * Share of the picture's variance that is left after each timestep: products of `1 - beta`.
 *
 * Factors are rounded to float32 first, as in the tables that published weights were trained with; at the first timestep, where
 * almost nothing is lost, that decides the fourth digit of `1 - share`.
 */
export function alphasCumprod({ numTrainTimesteps, betaStart, betaEnd }: TimestepSettings): Float64Array {
  let product = 1;
  return Float64Array.from({ length: numTrainTimesteps }, (_, t) => {
    const beta = betaStart + ((betaEnd - betaStart) * t) / Math.max(numTrainTimesteps - 1, 1);
    product *= Math.fround(1 - Math.fround(beta));
    return product;
  });
}

/** Noise over picture at each timestep, ascending: `sqrt((1 - share) / share)`. */
export function timestepSigmas(settings: TimestepSettings): number[] {
  return Array.from(alphasCumprod(settings), (share) => Math.sqrt((1 - share) / share));
}

/** Noise levels of whole timesteps. @param timestep int32 `[B]` */
export function levelsOfTimesteps(timestep: tf.Tensor, sigmas: readonly number[]): NoiseLevels {
  return { sigma: tf.gather(tf.tensor1d([...sigmas]), timestep as tf.Tensor1D), level: tf.cast(timestep, 'float32') };
}

/**
 * The timestep, not necessarily whole, at which the process has a noise level; linear in log sigma between two.
 *
 * A sum over all intervals of the part that lies below: an inverse without a search, which a compiled graph could not do.
 *
 * @param sigma float32 `[B]`
 */
export function timestepOfSigma(sigma: tf.Tensor, sigmas: readonly number[]): tf.Tensor {
  const logs = sigmas.map(Math.log);
  const lower = tf.tensor2d(logs.slice(0, -1), [1, logs.length - 1]);
  const widths = logs.slice(1).map((log, i) => log - (logs[i] as number));
  // [B, 1] - [1, N - 1]
  const below = tf.div(tf.sub(tf.reshape(tf.log(sigma), [-1, 1]), lower), tf.tensor2d(widths, [1, widths.length]));
  return tf.sum(tf.clipByValue(below, 0, 1), 1);
}
