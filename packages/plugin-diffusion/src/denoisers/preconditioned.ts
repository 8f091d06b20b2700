import * as tf from '@tensorflow/tfjs-core';
import type { Denoiser, Network } from './denoiser.js';

/**
 * Four functions of the noise level that turn a network F into a denoiser: `D(x) = skip x + output F(input x; level)`. What F
 * predicts (noise, velocity, ...) is in them, and nowhere else.
 *
 * @see Karras et al. 2022, arXiv 2206.00364, equation 7 and table 1: c_skip, c_out, c_in and c_noise
 */
export interface Preconditioning {
  skip(sigma: tf.Tensor): tf.Tensor;
  output(sigma: tf.Tensor): tf.Tensor;
  input(sigma: tf.Tensor): tf.Tensor;
  /** What the network is told about sigma, of the size of a timestep: 0 to about 1000. */
  level(sigma: tf.Tensor): tf.Tensor;
}

/** A value for each picture, or one for all: `[B] -> [B, 1, 1, 1]`. */
export function perPicture(values: tf.Tensor): tf.Tensor {
  return tf.reshape(values, [-1, 1, 1, 1]);
}

/** A network as a denoiser. @see Karras et al. 2022, arXiv 2206.00364, equation 7 */
export function preconditioned(network: Network, preconditioning: Preconditioning): Denoiser {
  return (x, sigma, conditioning) => {
    const [skip, output, input] = [
      perPicture(preconditioning.skip(sigma)),
      perPicture(preconditioning.output(sigma)),
      perPicture(preconditioning.input(sigma)),
    ];
    const predicted = network(tf.mul(x, input), preconditioning.level(sigma), conditioning);
    return tf.add(tf.mul(x, skip), tf.mul(predicted, output));
  };
}
