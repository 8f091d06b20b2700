import * as tf from '@tensorflow/tfjs-core';

/** Pictures whose pixels are normal and independent. */
export interface GaussianData {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The exact denoiser of normal data: `E[x0 | x] = (s^2 x + sigma^2 mean) / (s^2 + sigma^2)`, the mean of the posterior of two normal
 * distributions.
 */
export function gaussianDenoiser({ mean, deviation }: GaussianData) {
  return (x: tf.Tensor, sigma: tf.Tensor): tf.Tensor => {
    const [ofData, ofNoise] = [deviation ** 2, tf.square(sigma)];
    return tf.div(tf.add(tf.mul(x, ofData), tf.mul(ofNoise, mean)), tf.add(ofNoise, ofData));
  };
}

/**
 * Where the probability flow takes a point from one noise level to another: the distance from the mean shrinks as the deviation of
 * noised data does, `(x - mean) sqrt((s^2 + to^2) / (s^2 + from^2))`.
 */
export function gaussianFlow(x: number, [from, to]: readonly [number, number], { mean, deviation }: GaussianData): number {
  return mean + (x - mean) * Math.sqrt((deviation ** 2 + to ** 2) / (deviation ** 2 + from ** 2));
}
